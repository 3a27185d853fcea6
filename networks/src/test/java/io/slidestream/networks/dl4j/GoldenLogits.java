package io.slidestream.networks.dl4j;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** What PyTorch and torchvision compute for {@link SeededTensors} with nine classes; golden_logits.py made the file. */
public final class GoldenLogits {
    private GoldenLogits() {}

    /** Of patches 0, 1… of the seeded sequence. */
    public static List<double[]> of(String label, int sizePx) throws IOException {
        try (InputStream file = GoldenLogits.class.getResourceAsStream("golden-logits.csv")) {
            assertThat(file).isNotNull();
            return new String(file.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith(label + "," + sizePx + ","))
                    .map(line -> Arrays.stream(line.split(",", -1))
                            .skip(3)
                            .mapToDouble(Double::parseDouble)
                            .toArray())
                    .toList();
        }
    }
}
