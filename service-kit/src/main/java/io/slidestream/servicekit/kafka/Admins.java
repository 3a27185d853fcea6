package io.slidestream.servicekit.kafka;

import io.slidestream.servicekit.config.KafkaKeys;
import io.slidestream.servicekit.health.StartupException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** Makes admin clients whose configuration came from people. */
public final class Admins {
    /** Brokers that are asked in turn before a question is given up: one that hangs accepts a question, and never answers. */
    private static final int TRIES = 6;

    private static final int LONGEST_TRY_MILLIS = 10_000;

    private Admins() {}

    /**
     * Makes a client that gives a question up after a time, and asks another broker long before.
     *
     * @throws StartupException if the settings fit no client
     */
    public static Admin create(Map<String, Object> kafka, Duration patience) {
        int millis = Math.toIntExact(patience.toMillis());
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis);
        properties.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(millis / TRIES, LONGEST_TRY_MILLIS));
        try {
            return Admin.create(properties);
        } catch (KafkaException e) {
            Throwable root = e;
            while (root.getCause() != null) {
                root = root.getCause();
            }
            throw new StartupException(
                    "no connection to Kafka can be made; check the settings under '" + KafkaKeys.PREFIX + "': "
                            + root.getMessage(),
                    e);
        }
    }
}
