package io.slidestream.standalone.pipeline;

import java.nio.file.Path;

/** Where Slidestream itself lies. */
public final class Home {
    private Home() {}

    /** The checkout: named by the launcher, else the working folder. */
    public static Path folder() {
        return Path.of(System.getProperty("slidestream.home", "."));
    }
}
