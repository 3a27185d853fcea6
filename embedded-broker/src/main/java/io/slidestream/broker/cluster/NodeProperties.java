package io.slidestream.broker.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Kafka's configuration of one node, and what its first start is told beside. */
final class NodeProperties {
    /** Keys that are ours, not Kafka's. */
    static final String CLUSTER_ID = "slidestream.cluster.id";

    static final String SCRAM = "slidestream.scram";

    private NodeProperties() {}

    static Properties of(ClusterPlan plan, String clusterId, List<NodePorts> ports, int id) {
        NodePorts own = ports.get(id - 1);
        Properties properties = new Properties();
        put(properties, CLUSTER_ID, clusterId);
        put(properties, "process.roles", "broker,controller");
        put(properties, "node.id", id);
        put(properties, "log.dirs", plan.folder().resolve("broker-" + id).toAbsolutePath());
        put(
                properties,
                "listeners",
                listeners(own.clients(), own.brokers()) + "," + at("CONTROLLER", own.controllers()));
        put(
                properties,
                "advertised.listeners",
                listeners(own.clientsBefore(), own.brokersBefore()) + "," + at("CONTROLLER", own.controllersBefore()));
        put(
                properties,
                "listener.security.protocol.map",
                "BROKERS:PLAINTEXT,CONTROLLER:PLAINTEXT,CLIENTS:" + plan.login().protocol());
        put(properties, "inter.broker.listener.name", "BROKERS");
        put(properties, "controller.listener.names", "CONTROLLER");
        put(
                properties,
                "controller.quorum.voters",
                IntStream.rangeClosed(1, plan.brokers())
                        .mapToObj(node ->
                                node + "@127.0.0.1:" + ports.get(node - 1).controllersBefore())
                        .collect(Collectors.joining(",")));
        replication(properties, plan);
        groups(properties, plan);
        machine(properties);
        if (plan.isSecured()) {
            secure(properties, plan);
        }
        return properties;
    }

    private static void replication(Properties properties, ClusterPlan plan) {
        put(properties, "auto.create.topics.enable", false);
        put(properties, "default.replication.factor", plan.replicas());
        put(properties, "min.insync.replicas", plan.inSync());
        for (String topic : List.of("offsets.topic", "transaction.state.log", "share.coordinator.state.topic")) {
            put(properties, topic + ".replication.factor", plan.replicas());
            put(properties, topic + ".num.partitions", plan.brokers());
        }
        put(properties, "transaction.state.log.min.isr", plan.inSync());
        put(properties, "share.coordinator.state.topic.min.isr", plan.inSync());
    }

    private static void groups(Properties properties, ClusterPlan plan) {
        put(properties, "group.initial.rebalance.delay.ms", 0);
        put(properties, "group.share.min.record.lock.duration.ms", 1000);
        put(properties, "group.share.max.record.lock.duration.ms", 3_600_000);
        put(properties, "group.share.max.delivery.count.limit", 25);
        if (plan.tempo() == ClusterPlan.Tempo.BRISK) {
            put(properties, "broker.heartbeat.interval.ms", 1000);
            put(properties, "broker.session.timeout.ms", 4000);
            put(properties, "replica.lag.time.max.ms", 5000);
            put(properties, "group.share.assignment.interval.ms", 0);
            put(properties, "group.share.assignor.offload.enable", false);
            put(properties, "group.share.min.heartbeat.interval.ms", 1000);
            put(properties, "group.share.heartbeat.interval.ms", 1000);
            put(properties, "group.share.min.session.timeout.ms", 2000);
            put(properties, "group.share.session.timeout.ms", 10_000);
        }
    }

    private static void machine(Properties properties) {
        put(properties, "num.network.threads", 2);
        put(properties, "num.io.threads", 4);
        put(properties, "background.threads", 2);
        put(properties, "group.coordinator.threads", 1);
        put(properties, "share.coordinator.threads", 1);
        put(properties, "log.cleaner.dedupe.buffer.size", 8 << 20);
        put(properties, "log.index.size.max.bytes", 1 << 20);
        put(properties, "controlled.shutdown.enable", true);
    }

    /** Nodes talk to each other without a name, and nobody else reaches their listeners. */
    private static void secure(Properties properties, ClusterPlan plan) {
        put(properties, "authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        put(properties, "allow.everyone.if.no.acl.found", false);
        put(properties, "super.users", "User:ANONYMOUS;User:" + ClusterPlan.ADMINISTRATOR);
        switch (plan.login()) {
            case NONE -> throw new IllegalArgumentException("nobody logs in");
            case PASSWORD -> passwords(properties, plan);
            case CERTIFICATE -> {
                new Certificates(plan.folder())
                        .of(Certificates.BROKER)
                        .forEach((key, value) -> put(properties, "listener.name.clients." + key, value));
                put(properties, "listener.name.clients.ssl.client.auth", "required");
                put(properties, "listener.name.clients.ssl.principal.mapping.rules", "RULE:^CN=([^,]+).*$/$1/,DEFAULT");
            }
        }
    }

    private static void passwords(Properties properties, ClusterPlan plan) {
        put(properties, "sasl.enabled.mechanisms", "SCRAM-SHA-256");
        put(
                properties,
                "listener.name.clients.scram-sha-256.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        int next = 0;
        for (String user : plan.users()) {
            put(
                    properties,
                    SCRAM + "." + next++,
                    "SCRAM-SHA-256=[name=" + user + ",iterations=4096,password=" + ClusterPlan.password(user) + "]");
        }
    }

    private static String listeners(int clients, int brokers) {
        return at("CLIENTS", clients) + "," + at("BROKERS", brokers);
    }

    private static String at(String listener, int port) {
        return listener + "://127.0.0.1:" + port;
    }

    private static void put(Properties properties, String key, Object value) {
        properties.setProperty(key, value.toString());
    }

    static Path file(ClusterPlan plan, int id) {
        return plan.folder().resolve("broker-" + id + ".properties");
    }
}
