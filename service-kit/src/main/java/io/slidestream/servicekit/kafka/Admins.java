package io.slidestream.servicekit.kafka;

import io.slidestream.servicekit.config.KafkaKeys;
import io.slidestream.servicekit.health.StartupException;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** Makes admin clients whose configuration came from people. */
final class Admins {
    private Admins() {}

    static Admin create(Map<String, Object> kafka) {
        try {
            return Admin.create(kafka);
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
