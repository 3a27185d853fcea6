package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slidestream.system.TilesTable.Row;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Slides of real scanners, where the machine has them. */
@ExtendWith(NeedsOpenSlide.class)
class RealSlideIT {
    /** The shipped model of which the golden probabilities are; with another one, make them anew. */
    private static final String GOLDEN_MODEL = "aec0d4fa4ca568078b271f3047c7db804ae3a4457a12521ebd5229c1642f2633";

    private static final int WIDTH = 2220;
    private static final int HEIGHT = 2967;

    @TempDir
    Path maps;

    /** The golden file is PyTorch's; src/test/python says how it is made. */
    @Test
    void aRealSlide_isScoredAsByPyTorch_andOneWithoutMppDoesNotStopIt() throws Exception {
        Path slide = Checkout.data("slides/CMU-1-Small-Region.svs");
        Path withoutMpp = Checkout.data("slides/tcga-cr-7395-01a-01-ts1.svs");

        try (Child child = Checkout.slidestream("run", withoutMpp, slide, "--out", maps)) {
            child.exits(1);
            assertThat(child.output()).contains("✓ CMU-1-Small-Region").containsPattern("no-mpp: .*--mpp");
        }

        Path map = maps.resolve("CMU-1-Small-Region");
        JsonNode summary =
                new ObjectMapper().readTree(map.resolve("summary.json").toFile());
        TilesTable table = TilesTable.read(map.resolve("tiles.csv"));
        assertThat(table.rows())
                .hasSize(summary.at("/ledger/expected").asInt())
                .hasSizeGreaterThan(50)
                .allMatch(row -> row.liesIn(WIDTH, HEIGHT));
        assertThat(summary.at("/model/id").asText())
                .as("the model; src/test/python makes the golden file of another")
                .isEqualTo(GOLDEN_MODEL);
        assertThat(table.header())
                .startsWith(golden().header().toArray(String[]::new))
                .endsWith("status", "entropy", "unsure", "distance", "unfamiliar");
        assertThat(golden().rows()).hasSize(8).allSatisfy(golden -> {
            Row row = table.at(golden.x(), golden.y());
            assertThat(row.width()).isEqualTo(golden.width());
            assertThat(row.height()).isEqualTo(golden.height());
            for (int k = 0; k < golden.probabilities().size(); k++) {
                assertThat(row.probabilities().get(k))
                        .isCloseTo(golden.probabilities().get(k), within(1e-3));
            }
        });
    }

    private static TilesTable golden() {
        try {
            return TilesTable.read(
                    Path.of(Objects.requireNonNull(RealSlideIT.class.getResource("/golden/cmu-1-small-region.csv"))
                            .toURI()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (URISyntaxException e) {
            throw new AssertionError(e);
        }
    }
}
