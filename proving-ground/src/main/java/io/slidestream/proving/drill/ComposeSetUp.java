package io.slidestream.proving.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.proving.processes.Patience;
import io.slidestream.proving.processes.ServiceKind;
import io.slidestream.slides.s3.BucketException;
import io.slidestream.slides.s3.S3Access;
import io.slidestream.slides.s3.S3Location;
import io.slidestream.slides.s3.S3Metrics;
import io.slidestream.slides.s3.S3Objects;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Services that a docker-compose.yml has started: slides go into its bucket, in a folder of the drill's own, maps are
 * fetched from its viewer, faults happen to its containers.
 */
final class ComposeSetUp implements DrillSetUp {
    private static final Duration ANSWER = Duration.ofSeconds(20);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String KAFKA = "kafka";
    private static final String BUCKET = "s3://slides/";

    private final Compose compose;
    private final Path folder;
    private final Patience patience;
    private final HttpClient client = HttpClient.newHttpClient();
    private final S3Objects objects;
    private final List<S3Location> dropped = new ArrayList<>();
    private final String prefix = "drill-"
            + DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss", Locale.ROOT)
                    .format(LocalDateTime.now(ZoneId.systemDefault()));

    ComposeSetUp(Compose compose, Path folder, Patience patience) throws IOException {
        this.compose = compose;
        this.folder = folder;
        this.patience = patience;
        System.setProperty("aws.accessKeyId", compose.variable("BUCKET_KEY"));
        System.setProperty("aws.secretAccessKey", compose.variable("BUCKET_SECRET"));
        URI endpoint = URI.create("http://127.0.0.1:" + compose.variable("BUCKET_PORT"));
        objects = S3Objects.of(new S3Access(endpoint, "us-east-1", true), new S3Metrics(new SimpleMeterRegistry()));
    }

    @Override
    public String where() {
        return "what " + compose.file() + " has up; slides are in the folder " + prefix
                + " of its bucket until the end," + " their maps stay";
    }

    @Override
    public boolean isRunning() {
        return true;
    }

    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + compose.variable("KAFKA_PORT");
    }

    @Override
    public Patience patience() {
        return patience;
    }

    @Override
    public void drop(Path slide, String name) throws IOException {
        S3Location object = S3Location.parse(BUCKET + prefix + "/" + name + ".svs");
        objects.put(object, slide, "image/tiff");
        dropped.add(object);
    }

    @Override
    public boolean mapped(String name) {
        try {
            return map(name).isPresent();
        } catch (IOException e) {
            return false; // the aggregator is down or starting
        }
    }

    @Override
    public boolean writing() {
        throw new DrillFailure("in a container, nobody sees when the aggregator begins to write");
    }

    @Override
    public Path result(String name, String file) throws IOException {
        Path target = folder.resolve("maps").resolve(name).resolve(file);
        if (!Files.exists(target)) {
            String id = map(name).orElseThrow(() -> new DrillFailure(name + " has no map"));
            Files.createDirectories(target.getParent());
            Files.write(target, get("/api/v1/slides/" + id + "/files/" + file));
        }
        return target;
    }

    @Override
    public DrilledService the(ServiceKind kind) {
        return new Container(name(kind));
    }

    @Override
    public DrilledService another(ServiceKind kind) throws InterruptedException {
        String name = name(kind);
        compose.run("up", "-d", "--no-build", "--no-recreate", "--scale", name + "=2", name);
        patience.until(
                "a second " + kind.label(),
                () -> compose.run("ps", "-q", name)
                                .lines()
                                .filter(line -> !line.isBlank())
                                .count()
                        == 2);
        return new Container(name);
    }

    @Override
    public void complete() throws InterruptedException {
        List<String> up = new ArrayList<>(List.of("up", "-d", "--no-build", "--no-recreate", KAFKA, "bucket"));
        for (ServiceKind kind : ServiceKind.values()) {
            up.add(name(kind));
        }
        patience.until("containers that are all up", () -> compose.succeeds(up.toArray(String[]::new)));
        for (ServiceKind kind : ServiceKind.values()) {
            patience.until(
                    "a healthy " + kind.label(),
                    () -> compose.health(name(kind)).equals("healthy"));
        }
    }

    @Override
    public void stopBroker() {
        compose.run("stop", KAFKA);
    }

    @Override
    public void startBroker() {
        compose.run("start", KAFKA);
    }

    @Override
    public void close() {
        try (objects) {
            for (S3Location object : dropped) {
                objects.delete(object);
            }
        } catch (BucketException e) {
            throw new DrillFailure("the slides in the folder " + prefix + " of the bucket could not be removed: " + e);
        }
    }

    /** The id of a slide's map, if it has one by now. */
    private Optional<String> map(String name) throws IOException {
        String wanted = prefix + "/" + name;
        JsonNode list =
                JSON.readTree(get("/api/v1/slides?size=100&q=" + URLEncoder.encode(wanted, StandardCharsets.UTF_8)));
        for (JsonNode slide : list.path("slides")) {
            if (slide.path("name").asText().equals(wanted)
                    && slide.path("state").asText().equals("mapped")) {
                return Optional.of(slide.path("id").asText());
            }
        }
        return Optional.empty();
    }

    private byte[] get(String path) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + compose.variable("VIEWER_PORT") + path))
                .timeout(ANSWER)
                .header("Authorization", "Bearer " + compose.variable("VIEWER_TOKEN"))
                .build();
        try {
            HttpResponse<byte[]> answer = client.send(request, BodyHandlers.ofByteArray());
            if (answer.statusCode() != 200) {
                throw new IOException("the viewer answers " + path + " with status " + answer.statusCode());
            }
            return answer.body();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String name(ServiceKind kind) {
        return switch (kind) {
            case TILER -> "tiler-service";
            case WORKER -> "inference-worker";
            case AGGREGATOR -> "aggregator";
        };
    }

    /** All containers of one service, of which there is one but for a moment. */
    private final class Container implements DrilledService {
        private final String name;

        Container(String name) {
            this.name = name;
        }

        @Override
        public void kill() {
            compose.run("kill", "-s", "SIGKILL", name);
        }

        /** Docker takes any signal that it sends for a stop, and starts the container again never after. */
        @Override
        public void freeze() {
            compose.run("pause", name);
        }

        @Override
        public void thaw() {
            compose.run("unpause", name);
        }

        /** Back to one. */
        @Override
        public void end() {
            compose.run("up", "-d", "--no-build", "--no-recreate", "--scale", name + "=1", name);
        }
    }
}
