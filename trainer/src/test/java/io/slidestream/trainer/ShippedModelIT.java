package io.slidestream.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.trainer.base.Progress;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.measure.TileEvaluation;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** The bundle in models/ against PyTorch on the same tiles; see {@code src/test/python/torch_probabilities.py}. */
class ShippedModelIT {
    private final ModelBundle bundle = ModelBundle.load(Path.of("..", "models", "crc-nine-class"));

    @Test
    void theClassesAreKathers_inAlphabeticalOrder() {
        assertThat(bundle.model().classNames())
                .containsExactly("ADI", "BACK", "DEB", "LYM", "MUC", "MUS", "NORM", "STR", "TUM");
        assertThat(bundle.name()).isEqualTo("crc-nine-class");
    }

    @Test
    void probabilities_equalPyTorchs() throws IOException {
        String data = System.getenv("SLIDESTREAM_TEST_DATA");
        assumeTrue(data != null, "SLIDESTREAM_TEST_DATA is not set: no tiles");
        List<Tile> tiles = new ArrayList<>();
        List<double[]> expected = new ArrayList<>();
        for (String line : golden()) {
            List<String> cells = List.of(line.split(","));
            tiles.add(new Tile(Path.of(data, "tiles", "nct-crc-he").resolve(cells.get(0)), 0));
            expected.add(cells.stream().skip(1).mapToDouble(Double::parseDouble).toArray());
        }

        List<double[]> found =
                TileEvaluation.of(bundle, tiles, 1, new Progress(System.out)).probabilities();

        assertThat(found).hasSize(10);
        for (int i = 0; i < found.size(); i++) {
            assertThat(found.get(i)).as(tiles.get(i).name()).containsExactly(expected.get(i), within(1e-3));
        }
    }

    private static List<String> golden() throws IOException {
        try (InputStream in = Objects.requireNonNull(ShippedModelIT.class.getResourceAsStream("crc-nine-class.csv"))) {
            return Arrays.stream(new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n"))
                    .filter(line -> !line.startsWith("#"))
                    .toList();
        }
    }
}
