package io.slidestream.servicekit.config;

import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.ConfigDef;

/** The client properties that may be passed on to Kafka under the prefix {@code kafka.}. */
public final class KafkaKeys {
    public static final String PREFIX = "kafka.";

    /** Slidestream's guarantees rest on these; it sets them itself. */
    private static final Set<String> OWN = Set.of(
            ProducerConfig.ACKS_CONFIG,
            ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
            ProducerConfig.TRANSACTIONAL_ID_CONFIG,
            ProducerConfig.KEY_SERIALIZER_CLASS_CONFIG,
            ProducerConfig.VALUE_SERIALIZER_CLASS_CONFIG,
            ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG,
            ConsumerConfig.GROUP_ID_CONFIG,
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
            ConsumerConfig.SHARE_ACKNOWLEDGEMENT_MODE_CONFIG);

    private static final Map<String, ConfigDef.ConfigKey> KNOWN = known();

    private KafkaKeys() {}

    /** Full keys, prefix included, with Kafka's own definition. */
    static Map<String, ConfigDef.ConfigKey> all() {
        return KNOWN;
    }

    static boolean isOwn(String key) {
        return key.startsWith(PREFIX) && OWN.contains(key.substring(PREFIX.length()));
    }

    /** {@code kafka.security.protocol} is {@code SLIDESTREAM_KAFKA_SECURITY_PROTOCOL} in the environment. */
    static String environmentName(String key) {
        return Settings.ENVIRONMENT_PREFIX + key.replace('.', '_').toUpperCase(Locale.ROOT);
    }

    private static Map<String, ConfigDef.ConfigKey> known() {
        Map<String, ConfigDef.ConfigKey> keys = new TreeMap<>();
        for (ConfigDef definition :
                new ConfigDef[] {ConsumerConfig.configDef(), ProducerConfig.configDef(), AdminClientConfig.configDef()
                }) {
            definition.configKeys().forEach((name, key) -> keys.put(PREFIX + name, key));
        }
        OWN.forEach(name -> keys.remove(PREFIX + name));
        return Map.copyOf(keys);
    }
}
