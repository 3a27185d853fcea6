package io.slidestream.standalone.pipeline;

import java.nio.file.Path;

/** Installation folder of Slidestream. */
public final class Home {
    private Home() {}

    /** The checkout: named by the launcher, else the working folder. */
    public static Path folder() {
        return Path.of(System.getProperty("slidestream.home", "."));
    }
}
