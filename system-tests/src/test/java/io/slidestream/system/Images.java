package io.slidestream.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The images that docker-compose.yml names: what is tested is what is deployed. */
final class Images {
    static final String KAFKA = named("apache/kafka");
    static final String BUCKET = named("andrewgaul/s3proxy");
    static final String TILER = named("slidestream/tiler-service");
    static final String WORKER = named("slidestream/inference-worker");
    static final String AGGREGATOR = named("slidestream/aggregator");
    static final List<String> ALL = List.of(KAFKA, BUCKET, TILER, WORKER, AGGREGATOR, named("prom/prometheus"));

    private Images() {}

    private static String named(String repository) {
        try {
            String compose = Files.readString(Checkout.root().resolve("docker-compose.yml"));
            Matcher image = Pattern.compile("image: (" + repository + ":\\S+)").matcher(compose);
            if (!image.find()) {
                throw new AssertionError("docker-compose.yml names no image of " + repository);
            }
            return image.group(1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
