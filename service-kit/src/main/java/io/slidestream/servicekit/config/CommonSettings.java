package io.slidestream.servicekit.config;

import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The keys every service has. */
public final class CommonSettings {
    public static final String BOOTSTRAP_SERVERS = KafkaKeys.PREFIX + CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG;
    public static final String HTTP_ADDRESS = "http.address";
    public static final String LOG_REDACT = "log.redact";
    public static final String LOG_REDACT_KEY = "log.redact.key";
    public static final String TRACING_ENDPOINT = "tracing.endpoint";
    public static final String TOPICS_CREATE = "topics.create";
    public static final String TOPICS_PARTITIONS = "topics.partitions";
    public static final String TOPICS_REPLICATION = "topics.replication";

    private CommonSettings() {}

    /** A fresh definition to which the service adds its own keys. */
    public static ConfigDef definition(int httpPort) {
        return new ConfigDef()
                .define(
                        BOOTSTRAP_SERVERS,
                        Type.STRING,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Forms.addresses(),
                        Importance.HIGH,
                        "Kafka brokers to begin with, host:port separated by commas. Kafka 4.2 or newer.")
                .define(
                        HTTP_ADDRESS,
                        Type.STRING,
                        "127.0.0.1:" + httpPort,
                        Forms.address(),
                        Importance.MEDIUM,
                        "Where /health/live, /health/ready and /metrics answer. Loopback unless set otherwise;"
                                + " in a container 0.0.0.0:" + httpPort + ".")
                .define(
                        LOG_REDACT,
                        Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Log lines name slides by ids that `slidestream status --json` knows, not by their files, whose"
                                + " names may be patients'.")
                .define(
                        LOG_REDACT_KEY,
                        Type.PASSWORD,
                        null,
                        Importance.LOW,
                        "Makes the ids of redacted logs. Services that share it name a slide alike, and `slidestream"
                                + " status --json` knows the names if it finds it in SLIDESTREAM_LOG_REDACT_KEY. Unset, a"
                                + " service has one of its own, until it ends.")
                .define(
                        TRACING_ENDPOINT,
                        Type.STRING,
                        null,
                        BucketSettings.endpoint(),
                        Importance.LOW,
                        "Where spans go, as OTLP over HTTP, for example http://collector:4318/v1/traces: one trace a"
                                + " slide over all services that have it set. Unset, nothing is traced.")
                .define(
                        TOPICS_CREATE,
                        Type.STRING,
                        "auto",
                        ConfigDef.ValidString.in("auto", "never"),
                        Importance.LOW,
                        "Who makes topics that are missing: auto: the service when it starts, for which it needs"
                                + " CREATE on them; never: an administrator has, and a service that misses one ends with"
                                + " the command that makes it.")
                .define(
                        TOPICS_PARTITIONS,
                        Type.INT,
                        8,
                        Range.between(1, 1_000),
                        Importance.MEDIUM,
                        "Partitions of the topics the service creates; existing topics keep theirs.")
                .define(
                        TOPICS_REPLICATION,
                        Type.SHORT,
                        (short) 1,
                        Range.between(1, 15),
                        Importance.MEDIUM,
                        "Replicas of each partition of the topics the service creates; 3 in a cluster, and then two"
                                + " must have each record (min.insync.replicas).");
    }
}
