package io.slidestream.servicekit.kafka;

import io.slidestream.servicekit.health.StartupException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.InvalidConfigurationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The broker's side of a share group; Kafka keeps these per group, not per consumer. */
public final class ShareGroups {
    /**
     * Deliveries of a record by brokers that have no limit per group (Kafka 4.2), unless their configuration was
     * changed.
     */
    public static final int BROKER_DELIVERIES = 5;

    private static final Duration TIMEOUT = Duration.ofSeconds(30);
    private static final Logger log = LoggerFactory.getLogger(ShareGroups.class);

    private ShareGroups() {}

    /**
     * Lets the group begin at the earliest record, so that work published before the first worker is done too.
     *
     * @param lockDuration how long a worker may hold a record before others get it, unless it renews
     * @param deliveries how often a record is delivered before the broker archives it; Kafka 4.2 has no such setting
     *     for a group, then the broker's own counts
     * @return how often a record is delivered: {@code deliveries} or {@link #BROKER_DELIVERIES}
     * @throws StartupException when the broker refuses or does not answer
     */
    public static int configure(Map<String, Object> kafka, String group, Duration lockDuration, int deliveries) {
        List<AlterConfigOp> basic = List.of(
                set("share.auto.offset.reset", "earliest"),
                set("share.record.lock.duration.ms", Long.toString(lockDuration.toMillis())));
        List<AlterConfigOp> all = new ArrayList<>(basic);
        all.add(set("share.delivery.count.limit", Integer.toString(deliveries)));
        try (Admin admin = Admins.create(kafka)) {
            try {
                alter(admin, group, all);
                return deliveries;
            } catch (ExecutionException e) {
                if (!isUnknown(e, "share.delivery.count.limit")) {
                    throw refused(group, e);
                }
            }
            alter(admin, group, basic);
            log.warn(
                    "this broker has no delivery limit per group; share group {} has the broker's own, {} by default",
                    group,
                    BROKER_DELIVERIES);
            return BROKER_DELIVERIES;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("interrupted while configuring share group " + group, e);
        } catch (ExecutionException | TimeoutException e) {
            throw refused(group, e);
        }
    }

    private static void alter(Admin admin, String group, List<AlterConfigOp> settings)
            throws InterruptedException, ExecutionException, TimeoutException {
        admin.incrementalAlterConfigs(Map.of(new ConfigResource(ConfigResource.Type.GROUP, group), settings))
                .all()
                .get(TIMEOUT.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Brokers refuse an unknown name and a value out of range with the same class of error. */
    public static boolean isUnknown(ExecutionException e, String setting) {
        return e.getCause() instanceof InvalidConfigurationException
                && String.valueOf(e.getCause().getMessage()).contains("Unknown")
                && String.valueOf(e.getCause().getMessage()).contains(setting);
    }

    private static StartupException refused(String group, Exception e) {
        Throwable cause = e.getCause() == null ? e : e.getCause();
        return new StartupException(
                "Kafka refused the settings of share group " + group + ": " + cause.getMessage()
                        + "; the broker's limits are its settings group.share.min/max.…",
                e);
    }

    private static AlterConfigOp set(String name, String value) {
        return new AlterConfigOp(new ConfigEntry(name, value), AlterConfigOp.OpType.SET);
    }
}
