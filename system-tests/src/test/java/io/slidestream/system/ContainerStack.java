package io.slidestream.system;

import io.slidestream.servicekit.run.Reaper;
import io.slidestream.testkit.Await;
import io.slidestream.testkit.Patience;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.containers.wait.strategy.WaitStrategy;
import org.testcontainers.lifecycle.Startables;

/**
 * Containers of the services' images around one of Kafka and one of a bucket, on a network of their own. The services'
 * root file systems are read-only, as the compose file has them.
 */
final class ContainerStack implements AutoCloseable {
    private static final String KEY = "scanner";
    private static final String SECRET = "scanners-secret";
    private static final String TOKEN = "viewers-token";
    private static final Duration START_LIMIT = Duration.ofMinutes(8);
    private static final String OWNED = "uid=10001,gid=10001,mode=700";

    private static final String REMOVAL =
            "docker ps -aq --filter label=$0 | xargs -r docker rm -f; docker network prune -f --filter label=$0";

    private final Network network = Network.newNetwork();
    private final List<GenericContainer<?>> started = new ArrayList<>();
    private final Reaper removal = Reaper.atTheEnd(
            "sh",
            "-c",
            REMOVAL,
            DockerClientFactory.TESTCONTAINERS_SESSION_ID_LABEL + "=" + DockerClientFactory.SESSION_ID);

    GenericContainer<?> kafka() {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("CLUSTER_ID", "c2xpZGVzdHJlYW0tMDAwMQ");
        environment.put("KAFKA_NODE_ID", "1");
        environment.put("KAFKA_PROCESS_ROLES", "broker,controller");
        environment.put("KAFKA_LISTENERS", "PLAINTEXT://:9092,CONTROLLER://:9093");
        environment.put("KAFKA_ADVERTISED_LISTENERS", "PLAINTEXT://kafka:9092");
        environment.put("KAFKA_LISTENER_SECURITY_PROTOCOL_MAP", "PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT");
        environment.put("KAFKA_CONTROLLER_LISTENER_NAMES", "CONTROLLER");
        environment.put("KAFKA_CONTROLLER_QUORUM_VOTERS", "1@kafka:9093");
        environment.put("KAFKA_OFFSETS_TOPIC_REPLICATION_FACTOR", "1");
        environment.put("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_REPLICATION_FACTOR", "1");
        environment.put("KAFKA_SHARE_COORDINATOR_STATE_TOPIC_MIN_ISR", "1");
        environment.put("KAFKA_HEAP_OPTS", "-Xmx512m");
        return container(Images.KAFKA, Wait.forLogMessage(".*Kafka Server started.*", 1), environment)
                .withNetworkAliases("kafka");
    }

    GenericContainer<?> s3() {
        Map<String, String> environment = Map.of(
                "S3PROXY_IDENTITY", KEY,
                "S3PROXY_CREDENTIAL", SECRET,
                "JCLOUDS_PROVIDER", "filesystem-nio2");
        return container(Images.BUCKET, Wait.forListeningPort(), environment)
                .withNetworkAliases("bucket")
                .withExposedPorts(80)
                .withCreateContainerCmdModifier(command -> command.withEntrypoint(
                        "sh", "-c", "mkdir -p /data/slides && exec /opt/s3proxy/run-docker-container.sh"));
    }

    static Bucket bucket(GenericContainer<?> s3) {
        return new Bucket(s3.getMappedPort(80), KEY, SECRET);
    }

    GenericContainer<?> tiler() {
        return service(
                Images.TILER,
                8081,
                Map.of(
                        "SLIDESTREAM_BUCKET", "s3://slides",
                        "SLIDESTREAM_WATCH_INTERVAL", "500ms",
                        "SLIDESTREAM_SETTLE_TIME", "1s"));
    }

    /** Slow enough to be killed in the middle; its blocks go to others as soon as Kafka allows. */
    GenericContainer<?> worker() {
        return service(
                Images.WORKER, 8082, Map.of("SLIDESTREAM_INFERENCE_THREADS", "1", "SLIDESTREAM_LOCK_DURATION", "15s"));
    }

    GenericContainer<?> aggregator() {
        return service(Images.AGGREGATOR, 8083, Map.of("SLIDESTREAM_VIEWER_TOKEN", TOKEN))
                .withExposedPorts(8083, 8090);
    }

    static ViewerClient viewer(GenericContainer<?> aggregator) {
        return new ViewerClient(aggregator.getMappedPort(8090), TOKEN);
    }

    static Ops ops(GenericContainer<?> service) {
        return Ops.onPort(service.getMappedPort(service.getExposedPorts().get(0)));
    }

    /** SIGKILL. */
    static void kill(GenericContainer<?> container) {
        container.getDockerClient().killContainerCmd(container.getContainerId()).exec();
    }

    /** SIGTERM; the exit status, when it has ended by itself. */
    static long terminate(GenericContainer<?> container) {
        var docker = container.getDockerClient();
        docker.stopContainerCmd(container.getContainerId()).withTimeout(60).exec();
        Long status = docker.inspectContainerCmd(container.getContainerId())
                .exec()
                .getState()
                .getExitCodeLong();
        return status == null ? -1 : status;
    }

    /** Side by side; returns when all are ready. */
    void start(GenericContainer<?>... containers) {
        network.getId(); // made now, not by whichever container comes first
        started.addAll(List.of(containers));
        Startables.deepStart(containers).join();
    }

    void await(String what, Child.Condition condition) throws InterruptedException {
        Await.until(what, START_LIMIT, condition::holds, this::logs);
    }

    @Override
    public void close() {
        started.forEach(GenericContainer::stop);
        network.close();
        removal.close();
    }

    private GenericContainer<?> service(String image, int opsPort, Map<String, String> own) {
        Map<String, String> environment = new LinkedHashMap<>(own);
        environment.put("SLIDESTREAM_KAFKA_BOOTSTRAP_SERVERS", "kafka:9092");
        environment.put("SLIDESTREAM_S3_ENDPOINT", "http://bucket:80");
        environment.put("AWS_ACCESS_KEY_ID", KEY);
        environment.put("AWS_SECRET_ACCESS_KEY", SECRET);
        return container(image, Wait.forHealthcheck(), environment)
                .withExposedPorts(opsPort)
                .withTmpFs(Map.of(
                        "/tmp",
                        "exec,mode=1777",
                        "/var/lib/slidestream/cache",
                        OWNED,
                        "/var/lib/slidestream/state",
                        OWNED + ",exec",
                        "/var/lib/slidestream/maps",
                        OWNED))
                .withCreateContainerCmdModifier(
                        command -> command.getHostConfig().withReadonlyRootfs(true));
    }

    private GenericContainer<?> container(String image, WaitStrategy wait, Map<String, String> environment) {
        return new GenericContainer<>(image)
                .withNetwork(network)
                .withEnv(environment)
                .withEnv("JAVA_TOOL_OPTIONS", String.join(" ", Child.SHORT_LIVED))
                .waitingFor(wait.withStartupTimeout(Patience.of(START_LIMIT)));
    }

    private String logs() {
        StringBuilder logs = new StringBuilder();
        started.forEach(container -> logs.append(container.getDockerImageName())
                .append('\n')
                .append(container.getLogs())
                .append('\n'));
        return logs.toString();
    }
}
