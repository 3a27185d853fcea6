package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.proving.processes.ServiceKind;
import io.slidestream.proving.processes.ServiceProcess;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.servicekit.kafka.ServiceRights;
import io.slidestream.servicekit.kafka.ShareGroups;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.testkit.Await;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Services with the printed rights alone, at a broker that denies everything else. */
class SecuredBrokersIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern COMMAND = Pattern.compile("kafka-configs\\.sh .* --add-config \\S+");

    @TempDir
    static Path folder;

    private static PreparedCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = PreparedCluster.start(folder.resolve("broker"));
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @Test
    @ExtendWith(NeedsOpenSlide.class)
    void printedRights_sufficeForAMap() throws Exception {
        Path bucket = Files.createDirectory(folder.resolve("bucket"));
        try (ServiceProcess tiler = service(
                        ServiceKind.TILER,
                        "tiler",
                        Map.of(
                                "BUCKET",
                                bucket.toString(),
                                "MODEL",
                                Checkout.model().toString(),
                                "STATE_FOLDER",
                                folder.resolve("tiler-state").toString(),
                                "WATCH_INTERVAL",
                                "200ms",
                                "SETTLE_TIME",
                                "500ms"));
                ServiceProcess aggregator = service(
                        ServiceKind.AGGREGATOR,
                        "aggregator",
                        Map.of(
                                "RESULTS_FOLDER", folder.resolve("results").toString(),
                                "STATE_FOLDER", folder.resolve("state").toString(),
                                "VIEWER_BIND", "127.0.0.1:" + Ops.freePort()))) {
            prepareGroups();
            try (ServiceProcess worker = worker("worker")) {
                for (ServiceProcess service : List.of(tiler, worker, aggregator)) {
                    await("a ready " + service.kind().label(), service::ready);
                }
                Path slide = folder.resolve("s.svs");
                SyntheticSlide.builder().size(1200, 900).mpp(0.5).write(slide);
                Files.move(slide, bucket.resolve("s.svs"), StandardCopyOption.ATOMIC_MOVE);

                await("the map", () -> Files.exists(folder.resolve("results/s/summary.json")));

                for (String name : List.of("tiler", "worker", "aggregator")) {
                    assertThat(Files.readString(log(name)))
                            .doesNotContain("denies")
                            .doesNotContainIgnoringCase("not authorized");
                }
            }
        }
    }

    @Test
    void missingRightOnAGroup_isNamed() throws Exception {
        String group = "slidestream-workers-of-nobody";
        cluster.obey("kafka-configs.sh --entity-name " + group
                + " --add-config share.auto.offset.reset=earliest,share.record.lock.duration.ms=60000,"
                + "share.delivery.count.limit=10");
        Map<String, Object> client = cluster.client(ServiceRights.Service.WORKER);
        ShareGroups.check(client, group, Duration.ofMinutes(1), 10);

        List<AclBinding> withdrawn =
                cluster.rules(ServiceRights.Service.WORKER, AclOperation.DESCRIBE_CONFIGS, ResourceType.GROUP);
        cluster.withdraw(withdrawn);
        try {
            assertThat(withdrawn).isNotEmpty();
            assertThatThrownBy(() -> ShareGroups.check(client, group, Duration.ofMinutes(1), 10))
                    .isInstanceOf(StartupException.class)
                    .hasMessageContaining("Kafka denies this service DESCRIBE_CONFIGS on group " + group)
                    .hasMessageContaining("--operation DESCRIBE_CONFIGS --group " + group);
        } finally {
            cluster.giveBack(withdrawn);
        }
    }

    /** Sets up the model's groups with the commands that a worker prints as it refuses to start. */
    private static void prepareGroups() throws Exception {
        try (ServiceProcess worker = worker("refused")) {
            await("a worker that misses its group's settings", () -> !worker.alive());
        }
        Matcher command = COMMAND.matcher(Files.readString(log("refused")));
        assertThat(command.find()).as(Files.readString(log("refused"))).isTrue();
        cluster.obey(command.group());
        cluster.obey(command.group().replaceFirst("--entity-name (\\S+)", "--entity-name $1-urgent"));
    }

    private static ServiceProcess worker(String name) throws IOException {
        return service(
                ServiceKind.WORKER,
                name,
                Map.of(
                        "MODEL", Checkout.model().toString(),
                        "INFERENCE_THREADS", "1",
                        "INFERENCE_BATCH", "4",
                        "GROUPS_CONFIGURE", "never"));
    }

    private static ServiceProcess service(ServiceKind kind, String name, Map<String, String> own) throws IOException {
        Map<String, String> settings = new HashMap<>();
        own.forEach((key, value) -> settings.put("SLIDESTREAM_" + key, value));
        settings.put("SLIDESTREAM_TOPICS_CREATE", "never");
        cluster.client(ServiceRights.Service.valueOf(kind.name()))
                .forEach((key, value) -> settings.put(
                        "SLIDESTREAM_KAFKA_" + key.toUpperCase(Locale.ROOT).replace('.', '_'), value.toString()));
        return ServiceProcess.start(kind, settings, List.of("-Xmx512m", "-XX:TieredStopAtLevel=1"), log(name));
    }

    private static void await(String what, Await.Condition condition) {
        Await.until(what, LIMIT, condition, () -> "see the logs in " + folder);
    }

    private static Path log(String name) {
        return folder.resolve(name + ".log");
    }
}
