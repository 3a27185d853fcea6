package io.slidestream.servicekit;

/** The release this code belongs to. */
public final class Version {
    private Version() {}

    /** From the jar's manifest; {@code development} when run from class folders. */
    public static String ofSlidestream() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }
}
