package io.slidestream.networks.family;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The networks with known logits: small ones of each family, or those of a folder that the system property
 * {@code slidestream.golden.networks} names, as golden_networks.py writes them in their published sizes.
 */
public final class GoldenNetworks {
    private static final String ENDING = ".csv";

    private GoldenNetworks() {}

    public static List<String> names() {
        try (Stream<Path> files = Files.list(folder())) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(ENDING))
                    .map(name -> name.substring(0, name.length() - ENDING.length()))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Those that Deeplearning4j computes. */
    public static List<String> convolutional() {
        return names().stream()
                .filter(name -> {
                    GoldenNetwork golden = read(name);
                    return !Families.network(golden.weights(), golden.sizePx()).hasTokens();
                })
                .toList();
    }

    public static GoldenNetwork read(String name) {
        return GoldenNetwork.read(folder().resolve(name + ENDING));
    }

    private static Path folder() {
        String other = System.getProperty("slidestream.golden.networks");
        if (other != null) {
            return Path.of(other);
        }
        try {
            return Path.of(Objects.requireNonNull(GoldenNetworks.class.getResource("golden"))
                    .toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }
}
