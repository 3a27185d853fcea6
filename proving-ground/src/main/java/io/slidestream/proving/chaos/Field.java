package io.slidestream.proving.chaos;

import io.slidestream.broker.cluster.ClusterPlan;
import io.slidestream.broker.cluster.KafkaCluster;
import io.slidestream.contracts.Topic;
import io.slidestream.proving.processes.Patience;
import io.slidestream.proving.processes.Ports;
import io.slidestream.proving.processes.ServiceFailure;
import io.slidestream.proving.processes.ServiceKind;
import io.slidestream.proving.processes.ServiceProcess;
import io.slidestream.servicekit.run.Reaper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Brokers, a bucket and one service of each kind, all in processes of their own, to which things happen. */
final class Field implements AutoCloseable {
    static final Patience PATIENCE = new Patience(Duration.ofMinutes(10), Duration.ofMillis(50));
    /** A service that cannot start would be started for ever. */
    private static final int MOST_ENDED = 5;

    private static final String SCORED = "slidestream_tiles_scored_total";

    private final Path folder;
    private final Path model;
    private final Consumer<String> notes;
    private final KafkaCluster cluster;
    private final Map<ServiceKind, ServiceProcess> services = new EnumMap<>(ServiceKind.class);
    /** Services that nobody has ended. */
    private final Map<ServiceKind, ServiceProcess> expected = new EnumMap<>(ServiceKind.class);

    private double scored;
    private int started;
    private int ended;

    /** @param folder empty; what is in it afterwards explains what happened */
    Field(Path folder, Path model, int brokers, Consumer<String> notes) throws IOException, InterruptedException {
        this.folder = folder;
        this.model = model;
        this.notes = notes;
        Files.createDirectories(bucket());
        Files.createDirectories(folder.resolve("logs"));
        ClusterPlan plan = ClusterPlan.open(folder.resolve("brokers"), brokers, Reaper::entrust);
        cluster = KafkaCluster.start(brokers == 1 ? plan.at(ClusterPlan.Tempo.BRISK) : plan);
        try {
            for (ServiceKind kind : ServiceKind.values()) {
                start(kind);
            }
            for (ServiceKind kind : ServiceKind.values()) {
                PATIENCE.until("a ready " + kind.label(), () -> ready(kind));
            }
        } catch (RuntimeException | InterruptedException e) {
            close();
            throw e;
        }
    }

    KafkaCluster cluster() {
        return cluster;
    }

    /** The number of a broker that the services need: it leads a partition with blocks. */
    int brokerInUse() throws InterruptedException {
        return cluster.leader(Topic.TILE_BLOCKS.name(), 0).id();
    }

    /** Something that the history shall tell. */
    void note(String text) {
        notes.accept(text);
    }

    void drop(Path slide, String name) throws IOException {
        Path part = folder.resolve("arriving.svs");
        Files.copy(slide, part, StandardCopyOption.REPLACE_EXISTING);
        Path where = Files.isDirectory(bucket()) ? bucket() : away();
        Files.move(part, where.resolve(name + ".svs"), StandardCopyOption.ATOMIC_MOVE);
    }

    Path results() {
        return folder.resolve("results");
    }

    boolean mapped(String name) {
        return Files.exists(results().resolve(name).resolve("summary.json"));
    }

    ServiceHandle the(ServiceKind kind) {
        ServiceProcess process = services.get(kind);
        if (process == null) {
            throw new ServiceFailure("no " + kind.label() + " was started");
        }
        return new ServiceHandle(process, () -> expected.remove(kind));
    }

    void start(ServiceKind kind) {
        Map<String, String> settings = new HashMap<>(settings(kind));
        settings.put("SLIDESTREAM_KAFKA_BOOTSTRAP_SERVERS", cluster.bootstrapServers());
        settings.put("SLIDESTREAM_TOPICS_REPLICATION", Integer.toString(cluster.replicas()));
        Path log = folder.resolve("logs").resolve(kind.label() + "-" + ++started + ".log");
        ServiceProcess service = ServiceProcess.start(
                kind, settings, List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), log);
        services.put(kind, service);
        expected.put(kind, service);
    }

    boolean ready(ServiceKind kind) {
        ServiceProcess service = services.get(kind);
        return service != null && service.alive() && service.ready();
    }

    /** Whether it has come up, ready or not. */
    boolean answers(ServiceKind kind) {
        return metric(kind, "jvm_threads_live_threads") > 0;
    }

    double metric(ServiceKind kind, String beginning) {
        ServiceProcess service = services.get(kind);
        return service == null || !service.alive() ? Double.NaN : service.metric(beginning);
    }

    /** Whether tiles were scored since the last look. */
    boolean progressed() {
        double now = metric(ServiceKind.WORKER, SCORED);
        boolean more = now > 0 && now != scored;
        if (!Double.isNaN(now)) {
            scored = now;
        }
        return more;
    }

    /** A service that ended although nobody had ended it; it is started again. */
    @Nullable
    String endedByItself() {
        for (Map.Entry<ServiceKind, ServiceProcess> one : Map.copyOf(expected).entrySet()) {
            if (!one.getValue().alive()) {
                String said = "the " + one.getKey().label() + " ended by itself; see " + folder.resolve("logs");
                if (++ended > MOST_ENDED) {
                    throw new ServiceFailure(said + ", again and again");
                }
                start(one.getKey());
                return said;
            }
        }
        return null;
    }

    void takeBucketAway() throws IOException {
        Files.move(bucket(), away());
    }

    void bringBucketBack() throws IOException {
        Files.move(away(), bucket());
    }

    /** The only thing in its folder: when it is away, that looks like a share that is not mounted. */
    private Path bucket() {
        return folder.resolve("share/bucket");
    }

    private Path away() {
        return folder.resolve("bucket-away");
    }

    private Map<String, String> settings(ServiceKind kind) {
        return switch (kind) {
            case TILER ->
                Map.of(
                        "SLIDESTREAM_BUCKET",
                        bucket().toString(),
                        "SLIDESTREAM_MODEL",
                        model.toString(),
                        "SLIDESTREAM_STATE_FOLDER",
                        folder.resolve("tiler-state").toString(),
                        "SLIDESTREAM_WATCH_INTERVAL",
                        "200ms",
                        "SLIDESTREAM_SETTLE_TIME",
                        "500ms");
            case WORKER ->
                Map.of(
                        "SLIDESTREAM_MODEL", model.toString(),
                        "SLIDESTREAM_INFERENCE_THREADS", "1",
                        "SLIDESTREAM_LOCK_DURATION", "5s");
            case AGGREGATOR ->
                Map.of(
                        "SLIDESTREAM_RESULTS_FOLDER",
                        results().toString(),
                        "SLIDESTREAM_RESULTS_FORMATS",
                        "csv,map",
                        "SLIDESTREAM_STATE_FOLDER",
                        folder.resolve("state").toString(),
                        "SLIDESTREAM_VIEWER_BIND",
                        "127.0.0.1:" + Ports.free());
        };
    }

    /** Kills all of it. */
    @Override
    public void close() {
        try {
            for (ServiceProcess service : services.values()) {
                service.kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        cluster.close();
    }

    /**
     * A service to which something is done on purpose.
     *
     * @param meant told before the service is ended
     */
    record ServiceHandle(ServiceProcess process, Runnable meant) {
        void kill() throws InterruptedException {
            meant.run();
            process.kill();
        }

        void end() throws InterruptedException {
            meant.run();
            process.end();
        }

        void freeze() throws InterruptedException {
            process.freeze();
        }

        void thaw() throws InterruptedException {
            process.thaw();
        }
    }
}
