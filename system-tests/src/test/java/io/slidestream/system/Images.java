package io.slidestream.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The images that docker-compose.yml names: what is tested is what is deployed. */
final class Images {
    static final String KAFKA = named("apache/kafka");
    static final String BUCKET = named("andrewgaul/s3proxy");
    static final String TILER = named("slidestream/tiler-service");
    static final String WORKER = named("slidestream/inference-worker");
    static final String AGGREGATOR = named("slidestream/aggregator");
    static final List<String> ALL = List.of(KAFKA, BUCKET, TILER, WORKER, AGGREGATOR, prometheus());

    private Images() {}

    /** Debian's, where no registry is reached and deploy/airgap/build wrote so. */
    private static String prometheus() {
        return named("slidestream/prometheus", "docker-compose.override.yml").orElseGet(() -> named("prom/prometheus"));
    }

    private static String named(String repository) {
        return named(repository, "docker-compose.yml")
                .orElseThrow(() -> new AssertionError("docker-compose.yml names no image of " + repository));
    }

    private static Optional<String> named(String repository, String file) {
        Path compose = Checkout.root().resolve(file);
        try {
            String text = Files.exists(compose) ? Files.readString(compose) : "";
            Matcher image = Pattern.compile("image: (" + repository + ":\\S+)").matcher(text);
            return image.find() ? Optional.of(image.group(1)) : Optional.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
