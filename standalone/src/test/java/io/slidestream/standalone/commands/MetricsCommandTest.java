package io.slidestream.standalone.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.standalone.pipeline.Invariant;
import io.slidestream.standalone.pipeline.Invariants;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class MetricsCommandTest {
    @Test
    void theReferenceInTheDocumentation_isTheOnePrinted() throws IOException {
        assertThat(Files.readString(Path.of("../docs/metrics.md")))
                .as("docs/metrics.md is old; write it anew: ./slidestream metrics > docs/metrics.md")
                .isEqualTo(MetricsCommand.markdown());
    }

    @Test
    void invariants_areOfMetricsThatThereAre() {
        String tables = MetricsCommand.markdown();
        for (Invariant invariant : Invariants.ALL) {
            Matcher names = Pattern.compile("slidestream_\\w+").matcher(invariant.equation());
            while (names.find()) {
                assertThat(tables).as(invariant.name()).contains("| `" + names.group() + "` |");
            }
        }
    }
}
