package io.slidestream.slides.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.SlideException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SlideRootsTest {
    private static final SlideRoots ROOTS = SlideRoots.of(List.of("/data/slides", "s3://bucket/höhe", "s3://whole"));

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///data/slides/S1.svs",
                "file:///data/slides/a/b/S%201.svs",
                "file:///data/slides",
                "s3://bucket/h%C3%B6he/S1.svs",
                "s3://whole/S1.svs"
            })
    void whatLiesInARoot_isCovered(String location) {
        assertThat(ROOTS.cover(location)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "file:///data/slides/../private/secret.svs",
                "file:///data/slides/%2e%2e/private/secret.svs",
                "file:///data/slides2/S1.svs",
                "file:///data/S1.svs",
                "file://host/data/slides/S1.svs",
                "/etc/passwd",
                "s3://bucket/h%C3%B6here/S1.svs",
                "s3://bucket2/h%C3%B6he/S1.svs",
                "s3:///S1.svs",
                "http://127.0.0.1/data/slides/S1.svs",
                "jar:file:///data/slides/x.jar!/S1.svs",
                "\0"
            })
    void whatLiesElsewhere_isNot(String location) {
        assertThat(ROOTS.cover(location)).isFalse();
    }

    @Test
    void noRoots_coverAll() {
        assertThat(SlideRoots.ALL.cover("file:///anywhere/S1.svs")).isTrue();
        assertThat(SlideRoots.of(List.of()).cover("s3://any/S1.svs")).isTrue();
    }

    @Test
    void slideOutside_isNotFetched_whoeverAsks(@TempDir Path folder) throws Exception {
        Path inside = Files.createDirectory(folder.resolve("bucket"));
        Path secret = Files.writeString(folder.resolve("secret.svs"), "a name");
        try (SlideFetchers fetchers = new SlideFetchers(S3Settings.DEFAULT, new SimpleMeterRegistry())) {
            fetchers.restrictTo(SlideRoots.of(List.of(inside.toString())));
            SlideVersion slide = new SlideVersion(secret.toUri().toString(), "6-1", "secret");

            for (Asking asking : List.<Asking>of(fetchers::fetch, fetchers::hold, fetchers::isKnownWhole)) {
                assertThatThrownBy(() -> asking.of(slide))
                        .hasMessageContaining("lies outside " + inside)
                        .isInstanceOfSatisfying(
                                SlideException.class,
                                e -> assertThat(e.reason()).isEqualTo(RejectionReason.NOT_ALLOWED));
            }
        }
    }

    private interface Asking {
        Object of(SlideVersion slide) throws SlideException;
    }
}
