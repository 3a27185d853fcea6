package io.slidestream.proving.drill;

import io.slidestream.broker.EmbeddedBroker;
import io.slidestream.proving.processes.Patience;
import io.slidestream.proving.processes.Ports;
import io.slidestream.proving.processes.ServiceKind;
import io.slidestream.proving.processes.ServiceProcess;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A broker in this JVM, a bucket, and the three services around them as processes. Locks are short and the bucket is
 * looked at often, so that a drill takes minutes; nothing else differs from what is deployed.
 */
final class OwnSetUp implements DrillSetUp {
    private static final String LOCK = "5s";

    private final Path folder;
    private final Path model;
    private final Patience patience;
    private final int brokerPort = Ports.free();
    private final List<ServiceProcess> services = new ArrayList<>();
    private EmbeddedBroker broker;
    private int started;

    /** @param folder empty; what is in it afterwards explains each verdict */
    OwnSetUp(Path folder, Path model, Patience patience) throws IOException {
        this.folder = folder;
        this.model = model;
        this.patience = patience;
        Files.createDirectories(bucket());
        Files.createDirectories(logs());
        broker = EmbeddedBroker.start(folder.resolve("broker"), brokerPort);
    }

    @Override
    public String bootstrapServers() {
        return "127.0.0.1:" + brokerPort;
    }

    @Override
    public String where() {
        return "Kafka, tiler, worker and aggregator in " + folder;
    }

    @Override
    public Patience patience() {
        return patience;
    }

    @Override
    public void drop(Path slide, String name) throws IOException {
        Path part = folder.resolve("arriving.svs");
        Files.copy(slide, part, StandardCopyOption.REPLACE_EXISTING);
        Files.move(part, bucket().resolve(name + ".svs"), StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public boolean mapped(String name) {
        return Files.exists(result(name, "summary.json"));
    }

    @Override
    public boolean writing() {
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(results(), ".writing-*")) {
            return drafts.iterator().hasNext();
        } catch (IOException e) {
            return false; // the folder is not there yet
        }
    }

    @Override
    public Path result(String name, String file) {
        return results().resolve(name).resolve(file);
    }

    /** The only thing in its folder: when it is away, that looks like a share that is not mounted. */
    private Path bucket() {
        return folder.resolve("share/bucket");
    }

    private Path results() {
        return folder.resolve("results");
    }

    /** Each aggregator needs its own; a dead one's is its successor's. */
    private Path state() {
        long alive = services.stream()
                .filter(service -> service.kind() == ServiceKind.AGGREGATOR && service.alive())
                .count();
        return folder.resolve(alive == 0 ? "state" : "state-" + alive);
    }

    private Path logs() {
        return folder.resolve("logs");
    }

    @Override
    public DrilledService the(ServiceKind kind) {
        return new Drilled(running(kind));
    }

    private ServiceProcess running(ServiceKind kind) {
        return services.stream()
                .filter(service -> service.kind() == kind && service.alive())
                .findFirst()
                .orElseThrow(() -> new DrillFailure("no " + kind.label() + " runs"));
    }

    @Override
    public DrilledService another(ServiceKind kind) throws InterruptedException {
        return new Drilled(oneMore(kind));
    }

    private ServiceProcess oneMore(ServiceKind kind) throws InterruptedException {
        ServiceProcess service = start(kind);
        awaitReady(service);
        return service;
    }

    @Override
    public void complete() throws InterruptedException {
        services.removeIf(service -> !service.alive());
        List<ServiceProcess> fresh = new ArrayList<>();
        for (ServiceKind kind : ServiceKind.values()) {
            if (services.stream().noneMatch(service -> service.kind() == kind)) {
                fresh.add(start(kind));
            }
        }
        for (ServiceProcess service : fresh) {
            awaitReady(service);
        }
    }

    @Override
    public void takeBucketAway() throws IOException {
        Files.move(bucket(), folder.resolve("bucket-away"));
    }

    @Override
    public void bringBucketBack() throws IOException {
        Files.move(folder.resolve("bucket-away"), bucket());
    }

    @Override
    public boolean hasDisks() throws IOException, InterruptedException {
        return FullDisk.isPossible(folder.resolve("disk"));
    }

    @Override
    public void fillResults() throws IOException, InterruptedException {
        ServiceProcess aggregator = running(ServiceKind.AGGREGATOR);
        try (FullDisk disk = FullDisk.over(results(), 1)) {
            disk.fill();
            patience.until("the aggregator to say that there is no room", () -> !aggregator.ready());
        }
    }

    @Override
    public void fillState() throws IOException, InterruptedException {
        the(ServiceKind.AGGREGATOR).kill();
        try (FullDisk disk = FullDisk.over(state(), 256)) {
            ServiceProcess aggregator = oneMore(ServiceKind.AGGREGATOR);
            disk.fill();
            patience.until("the aggregator to end for want of room", () -> !aggregator.alive());
        }
    }

    @Override
    public void stopBroker() {
        broker.close();
    }

    @Override
    public void startBroker() {
        broker = EmbeddedBroker.start(folder.resolve("broker"), brokerPort);
    }

    private ServiceProcess start(ServiceKind kind) {
        Map<String, String> settings = new HashMap<>(settings(kind));
        settings.put("SLIDESTREAM_KAFKA_BOOTSTRAP_SERVERS", bootstrapServers());
        Path log = logs().resolve(kind.label() + "-" + ++started + ".log");
        ServiceProcess service = ServiceProcess.start(kind, settings, List.of(), log);
        services.add(service);
        return service;
    }

    private void awaitReady(ServiceProcess service) throws InterruptedException {
        patience.until("a ready " + service.kind().label(), service::ready);
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
                        "SLIDESTREAM_MODEL",
                        model.toString(),
                        "SLIDESTREAM_INFERENCE_THREADS",
                        "1",
                        "SLIDESTREAM_LOCK_DURATION",
                        LOCK);
            case AGGREGATOR ->
                Map.of(
                        "SLIDESTREAM_RESULTS_FOLDER", results().toString(),
                        "SLIDESTREAM_STATE_FOLDER", state().toString(),
                        "SLIDESTREAM_VIEWER_BIND", "127.0.0.1:" + Ports.free());
        };
    }

    /** Ends all of it; slow to end means killed. */
    @Override
    public void close() {
        try {
            for (ServiceProcess service : services) {
                service.kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        broker.close();
    }

    private record Drilled(ServiceProcess process) implements DrilledService {
        @Override
        public void kill() throws InterruptedException {
            process.kill();
        }

        @Override
        public void freeze() throws InterruptedException {
            process.freeze();
        }

        @Override
        public void thaw() throws InterruptedException {
            process.thaw();
        }

        @Override
        public void end() throws InterruptedException {
            process.end();
        }
    }
}
