package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.proving.processes.ServiceKind;
import io.slidestream.proving.processes.ServiceProcess;
import io.slidestream.servicekit.config.CommonSettings;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.servicekit.kafka.ServiceRights;
import io.slidestream.servicekit.kafka.ShareGroups;
import io.slidestream.servicekit.kafka.TopicCreation;
import io.slidestream.synthetic.SyntheticSlide;
import io.slidestream.testkit.Await;
import io.slidestream.testkit.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Services with the printed rights alone, at a broker that denies everything else. */
class SecuredBrokersIT {
    private static final Duration LIMIT = Duration.ofMinutes(2);
    private static final Pattern COMMAND = Pattern.compile("kafka-configs\\.sh .* --add-config \\S+");

    /** Topics to which a slide without faults has each write. With {@code -Dslidestream.nightly=true} all of them are tried. */
    private static final Map<ServiceRights.Service, List<String>> WRITTEN = Map.of(
            ServiceRights.Service.TILER, List.of("tile-blocks", "slides", "slide-states"),
            ServiceRights.Service.WORKER, List.of("tile-scores"),
            ServiceRights.Service.AGGREGATOR, List.of("tumor-maps", "slidestream-aggregator-"));

    private static final int TRIED = Boolean.getBoolean("slidestream.nightly") ? Integer.MAX_VALUE : 1;

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
    void printedRights_suffice_andEachThatIsWithdrawn_isNamedAndMissedUntilItIsBack() throws Exception {
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
                                "RESULTS_FOLDER",
                                folder.resolve("results").toString(),
                                "RESULTS_FORMATS",
                                "csv",
                                "STATE_FOLDER",
                                folder.resolve("state").toString(),
                                "VIEWER_BIND",
                                "127.0.0.1:" + FreePort.pick()))) {
            prepareGroups();
            try (ServiceProcess worker = worker("worker")) {
                List<ServiceProcess> services = List.of(tiler, worker, aggregator);
                awaitReady(services);
                drop(bucket, "s0");
                await("the map", () -> isMapped("s0"));
                for (ServiceProcess service : services) {
                    assertThat(Files.readString(log(service.kind().label())))
                            .doesNotContain("denies")
                            .doesNotContainIgnoringCase("not authorized");
                }
                int slides = 0;
                for (List<AclBinding> round : rounds()) {
                    missEach(round, bucket, "s" + ++slides);
                }
            }
        }
    }

    /** What services miss by themselves once it is gone, one of each at a time; writing needs a slide, and has its own time. */
    private static List<List<AclBinding>> rounds() {
        List<List<AclBinding>> rounds = new ArrayList<>();
        for (ServiceRights.Service service : ServiceRights.Service.values()) {
            Stream<AclBinding> reading = Stream.concat(
                    cluster.rules(service, AclOperation.READ, ResourceType.TOPIC).stream()
                            .filter(rule -> rule.pattern().patternType() == PatternType.LITERAL)
                            .filter(rule -> service != ServiceRights.Service.WORKER
                                    || rule.pattern().name().startsWith("tile-blocks")),
                    cluster.rules(service, AclOperation.READ, ResourceType.GROUP).stream());
            int round = 0;
            for (AclBinding rule : reading.toList()) {
                if (rounds.size() == round) {
                    rounds.add(new ArrayList<>());
                }
                rounds.get(round++).add(rule);
            }
        }
        for (ServiceRights.Service service : ServiceRights.Service.values()) {
            cluster.rules(service, AclOperation.WRITE, ResourceType.TOPIC).stream()
                    .filter(rule -> WRITTEN.getOrDefault(service, List.of()).stream()
                            .limit(TRIED)
                            .toList()
                            .contains(rule.pattern().name()))
                    .forEach(rule -> rounds.add(List.of(rule)));
        }
        return rounds;
    }

    private static void missEach(List<AclBinding> rules, Path bucket, String slide) throws Exception {
        Map<AclBinding, Integer> before = new HashMap<>();
        for (AclBinding rule : rules) {
            before.put(rule, Files.readString(log(user(rule))).length());
        }
        cluster.withdraw(rules);
        try {
            drop(bucket, slide);
            for (AclBinding rule : rules) {
                String named = "Kafka denies this service " + rule.entry().operation() + " on "
                        + rule.pattern().resourceType().name().toLowerCase(Locale.ROOT) + " "
                        + rule.pattern().name();
                await(
                        "'" + named + "' of the " + user(rule),
                        () -> Files.readString(log(user(rule)))
                                .substring(before.getOrDefault(rule, 0))
                                .contains(named));
            }
        } finally {
            cluster.giveBack(rules);
        }
        await("the map of " + slide + " once " + rules + " is given back", () -> isMapped(slide));
    }

    /** The service's label, which its log bears. */
    private static String user(AclBinding rule) {
        return rule.entry().principal().replace("User:slidestream-", "");
    }

    private static void awaitReady(List<ServiceProcess> services) {
        for (ServiceProcess service : services) {
            await("a ready " + service.kind().label(), service::ready);
        }
    }

    private static void drop(Path bucket, String name) throws IOException {
        Path slide = folder.resolve(name + ".svs");
        SyntheticSlide.builder().size(600, 450).mpp(0.5).write(slide);
        Files.move(slide, bucket.resolve(name + ".svs"), StandardCopyOption.ATOMIC_MOVE);
    }

    private static boolean isMapped(String name) {
        return Files.exists(folder.resolve("results/" + name + "/summary.json"));
    }

    /** At its start a service names each right on a topic that it lacks, and begins once it has it. */
    @ParameterizedTest
    @EnumSource
    void eachRightOnATopic_isNamedAtStart_whereItIsMissing(ServiceRights.Service service) throws Exception {
        Map<String, String> kafka = new HashMap<>(Map.of("topics.create", "never", "topics.partitions", "1"));
        cluster.client(service).forEach((key, value) -> kafka.put("kafka." + key, value.toString()));
        Settings settings = Settings.of(CommonSettings.definition(0), kafka);
        TopicCreation.ensure(settings, service);

        for (AclBinding rule : cluster.rules(service, ResourceType.TOPIC)) {
            if (isMissedLater(rule)) {
                continue;
            }
            cluster.withdraw(List.of(rule));
            try {
                String named =
                        rule.entry().operation() + " on topic " + rule.pattern().name();
                assertThatThrownBy(() -> TopicCreation.ensure(settings, service))
                        .as(rule.toString())
                        .isInstanceOf(StartupException.class)
                        .hasMessageContaining("Kafka denies this service " + named)
                        .hasMessageContaining("--operation " + rule.entry().operation() + " --topic "
                                + rule.pattern().name())
                        .hasMessageNotContaining(" and --operation");
            } finally {
                cluster.giveBack(List.of(rule));
            }
        }
        TopicCreation.ensure(settings, service);
    }

    /** Topics of a service's own are made once; what may be done with them is told once they are there. */
    private static boolean isMissedLater(AclBinding rule) throws Exception {
        boolean made = cluster.admin().client().listTopics().names().get().stream()
                .anyMatch(topic -> topic.startsWith(rule.pattern().name()));
        return rule.pattern().patternType() == PatternType.PREFIXED
                && made == (rule.entry().operation() == AclOperation.CREATE);
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
        return ServiceProcess.start(
                kind, settings, List.of("-Xmx512m", "-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC"), log(name));
    }

    private static void await(String what, Await.Condition condition) {
        Await.until(what, LIMIT, condition, () -> "see the logs in " + folder);
    }

    private static Path log(String name) {
        return folder.resolve(name + ".log");
    }
}
