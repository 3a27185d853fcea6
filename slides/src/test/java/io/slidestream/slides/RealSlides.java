package io.slidestream.slides;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Path;

/** Real slides, where the machine has them. */
public final class RealSlides {
    private RealSlides() {}

    public static Path path(String name) {
        String data = System.getenv("SLIDESTREAM_TEST_DATA");
        assumeTrue(data != null, "SLIDESTREAM_TEST_DATA names no folder of real slides");
        return Path.of(String.valueOf(data), "slides", name);
    }
}
