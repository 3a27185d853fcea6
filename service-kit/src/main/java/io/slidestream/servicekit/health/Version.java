package io.slidestream.servicekit.health;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.util.Optional;
import java.util.jar.Manifest;

/** The release this code belongs to. */
public final class Version {
    private static final String COMMIT = "Slidestream-Commit";

    private Version() {}

    /** Version in the jar's manifest; {@code development} when run from class folders. */
    public static String ofSlidestream() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /** The commit it was built from, if the build was told: {@code -Dslidestream.commit}, as the launcher does. */
    public static Optional<String> commit() {
        URL here = Version.class.getResource("Version.class");
        if (here == null || !here.getProtocol().equals("jar")) {
            return Optional.empty();
        }
        String jar = here.toString().substring(0, here.toString().indexOf('!'));
        try (InputStream file =
                URI.create(jar + "!/META-INF/MANIFEST.MF").toURL().openStream()) {
            return Optional.ofNullable(new Manifest(file).getMainAttributes().getValue(COMMIT))
                    .filter(commit -> !commit.equals("unknown"));
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
