package io.slidestream.broker.cluster;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/*
 * Each node is broker and controller, as three machines of a lab would be. A second set of three processes for controllers alone
 * would cost memory that drills on two cores do not have, and show less: here a killed broker takes its vote along.
 */
/** Brokers in processes of their own, on loopback, each behind a proxy; and what may happen to them. */
public final class KafkaCluster implements AutoCloseable {
    private static final Duration START = Duration.ofMinutes(6);

    private final ClusterPlan plan;
    private final Links links = new Links();
    private final List<NodePorts> ports = new ArrayList<>();
    private final List<ClusterNode> nodes = new ArrayList<>();
    private final ClusterAdmin admin;

    private KafkaCluster(ClusterPlan plan) {
        this.plan = plan;
        String clusterId = Uuid.randomUuid().toString();
        for (int id = 1; id <= plan.brokers(); id++) {
            ports.add(ports(id));
        }
        for (int id = 1; id <= plan.brokers(); id++) {
            nodes.add(new ClusterNode(id, NodeProperties.of(plan, clusterId, ports, id), plan, links));
        }
        admin = new ClusterAdmin(client(ClusterPlan.ADMINISTRATOR));
    }

    /**
     * Starts all at once, in about 10 s, and returns when they have found each other.
     *
     * @throws IllegalStateException if they do not; the message names the logs
     */
    public static KafkaCluster start(ClusterPlan plan) throws InterruptedException {
        try {
            Files.createDirectories(plan.folder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (plan.login() == ClusterPlan.Login.CERTIFICATE) {
            new Certificates(plan.folder()).make(plan.users());
        }
        KafkaCluster cluster = new KafkaCluster(plan);
        try {
            cluster.nodes.forEach(ClusterNode::start);
            cluster.awaitHealed();
            return cluster;
        } catch (RuntimeException | InterruptedException e) {
            cluster.close();
            throw e;
        }
    }

    public String bootstrapServers() {
        return ports.stream().map(port -> "127.0.0.1:" + port.clientsBefore()).collect(Collectors.joining(","));
    }

    /** Settings of Kafka's clients who log in as somebody, where anybody must. */
    public Map<String, Object> client(String user) {
        Map<String, Object> settings = new HashMap<>(Map.of("bootstrap.servers", bootstrapServers()));
        settings.put("security.protocol", plan.login().protocol());
        switch (plan.login()) {
            case NONE -> {}
            case PASSWORD -> {
                settings.put("sasl.mechanism", "SCRAM-SHA-256");
                settings.put(
                        "sasl.jaas.config",
                        "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"" + user
                                + "\" password=\"" + ClusterPlan.password(user) + "\";");
            }
            case CERTIFICATE -> settings.putAll(new Certificates(plan.folder()).of(user));
        }
        return settings;
    }

    public List<ClusterNode> nodes() {
        return List.copyOf(nodes);
    }

    /** Questions and orders to the cluster. */
    public ClusterAdmin admin() {
        return admin;
    }

    /** Replicas of each partition. */
    public int replicas() {
        return plan.replicas();
    }

    /** The node that leads a partition. */
    public ClusterNode leader(String topic, int partition) throws InterruptedException {
        return nodes.get(admin.leader(topic, partition) - 1);
    }

    /** Ends each node and starts it again, one after the other, as an upgrade does. */
    public void roll() throws InterruptedException {
        for (ClusterNode node : nodes) {
            node.stop();
            node.start();
            awaitHealed();
        }
    }

    /**
     * Starts what has ended, and waits until all brokers are there and every replica is in sync.
     *
     * @throws IllegalStateException if that takes minutes
     */
    public void awaitHealed() throws InterruptedException {
        nodes.forEach(ClusterNode::start);
        long deadline = System.nanoTime() + START.toNanos();
        while (!isHealed()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("the brokers are not in sync within " + START.toSeconds()
                        + " s; their logs are in " + plan.folder());
            }
            Thread.sleep(100);
        }
    }

    private boolean isHealed() throws InterruptedException {
        for (ClusterNode node : nodes) {
            if (!node.alive()) {
                throw new IllegalStateException("broker " + node.id() + " ended; see " + node.log());
            }
        }
        try {
            return admin.isWhole(plan.brokers());
        } catch (ExecutionException e) {
            return false; // no quorum yet
        }
    }

    /** Kills all; what they wrote stays. */
    @Override
    public void close() {
        admin.close();
        try {
            for (ClusterNode node : nodes) {
                node.kill();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        try {
            links.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private NodePorts ports(int id) {
        int[] own = new int[3];
        int[] before = new int[3];
        for (int i = 0; i < own.length; i++) {
            own[i] = free();
            ServerSocket proxy = Links.listen();
            before[i] = proxy.getLocalPort();
            links.lead(proxy, own[i], id);
        }
        return new NodePorts(own[0], own[1], own[2], before[0], before[1], before[2]);
    }

    private static int free() {
        try (ServerSocket socket = Links.listen()) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
