package io.slidestream.broker;

import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;

/** A broker for one user on one machine: no replicas, small buffers, groups that form at once, short locks allowed. A new broker on
 * a killed one's folder waits for that one's session to expire. */
final class BrokerProperties {
    static final int NODE_ID = 1;
    static final String CONTROLLER = "CONTROLLER";
    private static final String BROKER = "BROKER";

    private BrokerProperties() {}

    static Properties of(Path data, int port, int controllerPort) {
        Properties properties = new Properties();
        properties.putAll(node(data, port, controllerPort));
        properties.putAll(INTERNAL_TOPICS);
        properties.putAll(GROUPS);
        properties.putAll(MACHINE);
        return properties;
    }

    private static Map<String, String> node(Path data, int port, int controllerPort) {
        return Map.of(
                "process.roles",
                "broker,controller",
                "node.id",
                Integer.toString(NODE_ID),
                "log.dirs",
                data.toString(),
                "listeners",
                BROKER + "://127.0.0.1:" + port + "," + CONTROLLER + "://127.0.0.1:" + controllerPort,
                "advertised.listeners",
                BROKER + "://127.0.0.1:" + port,
                "listener.security.protocol.map",
                BROKER + ":PLAINTEXT," + CONTROLLER + ":PLAINTEXT",
                "inter.broker.listener.name",
                BROKER,
                "controller.listener.names",
                CONTROLLER,
                "controller.quorum.voters",
                NODE_ID + "@127.0.0.1:" + controllerPort,
                "auto.create.topics.enable",
                "false");
    }

    private static final Map<String, String> INTERNAL_TOPICS = Map.of(
            "offsets.topic.replication.factor", "1",
            "offsets.topic.num.partitions", "1",
            "transaction.state.log.replication.factor", "1",
            "transaction.state.log.min.isr", "1",
            "transaction.state.log.num.partitions", "1",
            "share.coordinator.state.topic.replication.factor", "1",
            "share.coordinator.state.topic.min.isr", "1",
            "share.coordinator.state.topic.num.partitions", "1");

    /**
     * Groups form without waiting for more members; a killed member is missed within seconds. Members of a share group hear of
     * others that come or go with a heartbeat, which a session of so few seconds lets be missed twice.
     */
    private static final Map<String, String> GROUPS = Map.ofEntries(
            Map.entry("group.initial.rebalance.delay.ms", "0"),
            Map.entry("group.share.min.record.lock.duration.ms", "1000"),
            Map.entry("group.share.max.record.lock.duration.ms", "3600000"),
            Map.entry("group.share.assignment.interval.ms", "0"),
            Map.entry("group.share.assignor.offload.enable", "false"),
            Map.entry("group.share.min.heartbeat.interval.ms", "1000"),
            Map.entry("group.share.heartbeat.interval.ms", "3000"),
            Map.entry("group.share.min.session.timeout.ms", "2000"),
            Map.entry("group.share.session.timeout.ms", "10000"),
            Map.entry("group.share.max.delivery.count.limit", "25"));

    /** Few threads, since each wakes three times a second for nothing; and no record in the metadata's log to tell that there is none. */
    private static final Map<String, String> MACHINE = Map.of(
            "metadata.max.idle.interval.ms", "0",
            "broker.heartbeat.interval.ms", "1000",
            "broker.session.timeout.ms", "4000",
            "num.network.threads", "1",
            "num.io.threads", "2",
            "background.threads", "2",
            "group.coordinator.threads", "1",
            "share.coordinator.threads", "1",
            "log.cleaner.dedupe.buffer.size", Integer.toString(8 << 20),
            "log.index.size.max.bytes", Integer.toString(1 << 20));
}
