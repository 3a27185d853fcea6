package io.slidestream.proving.bench;

import io.slidestream.proving.processes.Patience;
import io.slidestream.proving.processes.ServiceKind;
import io.slidestream.proving.processes.ServiceProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The three services as they are deployed, on one bucket. Each has its whole heap from the start, so that what the
 * process gains is native memory.
 */
final class SoakServices implements AutoCloseable {
    private final Map<ServiceKind, ServiceProcess> services = new EnumMap<>(ServiceKind.class);

    /** @param folder with bucket and model in it; results, state and logs are put beside them */
    SoakServices(Path folder, String bootstrapServers, Path model, SoakSettings soak) throws IOException {
        Path logs = Files.createDirectories(folder.resolve("logs"));
        List<String> heap = List.of("-Xms" + soak.heapMb() + "m", "-Xmx" + soak.heapMb() + "m", "-XX:+AlwaysPreTouch");
        Map<ServiceKind, Map<String, String>> settings = Map.of(
                ServiceKind.TILER,
                Map.of(
                        "BUCKET", folder.resolve("bucket").toString(),
                        "MODEL", model.toString(),
                        "STATE_FOLDER", folder.resolve("tiler-state").toString()),
                ServiceKind.WORKER,
                Map.of("MODEL", model.toString(), "INFERENCE_ENGINE", "onnxruntime"),
                ServiceKind.AGGREGATOR,
                Map.of(
                        "RESULTS_FOLDER", folder.resolve("results").toString(),
                        "RESULTS_FORMATS", soak.formats(),
                        "STATE_FOLDER", folder.resolve("state").toString(),
                        "VIEWER_BIND", "127.0.0.1:0"));
        for (ServiceKind kind : ServiceKind.values()) {
            Map<String, String> environment = new HashMap<>();
            environment.put("SLIDESTREAM_KAFKA_BOOTSTRAP_SERVERS", bootstrapServers);
            settings.getOrDefault(kind, Map.of()).forEach((key, value) -> environment.put("SLIDESTREAM_" + key, value));
            services.put(kind, ServiceProcess.start(kind, environment, heap, logs.resolve(kind.label() + ".log")));
        }
    }

    void awaitReady(Patience patience) throws InterruptedException {
        for (ServiceProcess service : services.values()) {
            patience.until("a ready " + service.kind().label(), service::ready);
        }
    }

    Iterable<ServiceProcess> all() {
        return services.values();
    }

    /** Maps and rejections written so far. */
    long written() {
        return (long) the(ServiceKind.AGGREGATOR).metric("slidestream_aggregator_maps_total");
    }

    private ServiceProcess the(ServiceKind kind) {
        ServiceProcess service = services.get(kind);
        if (service == null) {
            throw new AssertionError("one of each kind is started, no " + kind.label() + " was");
        }
        return service;
    }

    @Override
    public void close() {
        services.values().forEach(ServiceProcess::close);
    }
}
