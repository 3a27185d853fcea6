package io.slidestream.servicekit;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;

/** The broker's side of a share group; Kafka keeps these per group, not per consumer. */
public final class ShareGroups {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private ShareGroups() {}

    /**
     * Begins at the earliest record, so that work published before the first worker is done too.
     *
     * @param lockDuration how long a worker may hold a record before others get it, unless it renews
     * @param deliveries how often a record is delivered before the broker archives it
     * @throws StartupException when the broker refuses or does not answer
     */
    public static void configure(Map<String, Object> kafka, String group, Duration lockDuration, int deliveries) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
        List<AlterConfigOp> settings = List.of(
                set("share.auto.offset.reset", "earliest"),
                set("share.record.lock.duration.ms", Long.toString(lockDuration.toMillis())),
                set("share.delivery.count.limit", Integer.toString(deliveries)));
        try (Admin admin = Admin.create(kafka)) {
            admin.incrementalAlterConfigs(Map.of(resource, settings))
                    .all()
                    .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("interrupted while configuring share group " + group, e);
        } catch (ExecutionException | TimeoutException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new StartupException("Kafka refused the settings of share group " + group + ": " + cause, e);
        }
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }
}
