package io.slidestream.viewer.catalog;

import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.TimeoutException;

/** The id of a Kafka cluster, which tells it from another one at the same address. */
public final class ClusterId {
    private static final long PATIENCE_SECONDS = 30;

    private ClusterId() {}

    /**
     * @param kafka client properties, at least bootstrap.servers
     * @throws TimeoutException if the cluster does not say it
     */
    public static String of(Map<String, Object> kafka) {
        try (Admin admin = Admin.create(kafka)) {
            return admin.describeCluster().clusterId().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException | java.util.concurrent.TimeoutException e) {
            throw new TimeoutException("the cluster does not say its id: " + e, e);
        }
    }
}
