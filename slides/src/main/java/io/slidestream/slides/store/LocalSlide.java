package io.slidestream.slides.store;

import java.nio.file.Path;

/** A slide's file on this machine, which stays until this is closed. Close it once, from any thread. */
public non-sealed interface LocalSlide extends SlideSource {
    /** The file that readers open. */
    Path path();

    /** One that nobody removes while it is read. */
    static LocalSlide lasting(Path path) {
        return new LocalSlide() {
            @Override
            public Path path() {
                return path;
            }

            @Override
            public void close() {}
        };
    }
}
