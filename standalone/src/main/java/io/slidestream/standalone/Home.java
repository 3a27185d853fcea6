package io.slidestream.standalone;

import java.nio.file.Path;

/** Where Slidestream itself lies. */
final class Home {
    private Home() {}

    /** The checkout: named by the launcher, else the working folder. */
    static Path folder() {
        return Path.of(System.getProperty("slidestream.home", "."));
    }
}
