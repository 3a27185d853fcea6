package io.slidestream.standalone.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.standalone.commands.PipelineOptions;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HomeTest {
    private static final String PROPERTY = "slidestream.home";

    @AfterEach
    void restore() {
        System.clearProperty(PROPERTY);
    }

    @Test
    void theLauncherNamesIt_elseItIsTheWorkingFolder() {
        assertThat(Home.folder()).isEqualTo(Path.of("."));

        System.setProperty(PROPERTY, "/opt/slidestream");

        assertThat(Home.folder()).isEqualTo(Path.of("/opt/slidestream"));
        assertThat(PipelineOptions.defaults(Path.of("maps")).folders().model())
                .isEqualTo(Path.of("/opt/slidestream/models/crc-nine-class"));
    }
}
