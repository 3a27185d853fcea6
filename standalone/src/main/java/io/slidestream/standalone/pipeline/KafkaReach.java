package io.slidestream.standalone.pipeline;

import io.slidestream.standalone.terminal.UsageException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;

/** Tells a Kafka that is not there, or not ours, before a client waits for it in vain. */
public final class KafkaReach {
    private static final int PATIENCE_MILLIS = 15_000;

    private KafkaReach() {}

    /** @throws PipelineFailure if no Kafka answers or a topic is missing */
    public static void check(Map<String, Object> kafka, String... topics) {
        Object servers = kafka.get(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG);
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(
                AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS / 3); // then another broker is asked
        properties.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, PATIENCE_MILLIS);
        try (Admin admin = Admin.create(properties)) {
            Set<String> there = admin.listTopics().names().get(PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            for (String topic : topics) {
                if (!there.contains(topic)) {
                    throw new PipelineFailure("Kafka at " + servers + " has no topic " + topic
                            + ": no tiler of this version has worked with it yet");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new PipelineFailure("interrupted while asking Kafka at " + servers);
        } catch (ExecutionException | TimeoutException e) {
            throw new PipelineFailure("no Kafka broker answered at " + servers + " within " + PATIENCE_MILLIS / 1000
                    + " s (" + cause(e).getMessage()
                    + "); check that it runs, and the address; where it asks for TLS or"
                    + " a password, give --client FILE");
        } catch (KafkaException e) {
            throw new UsageException("no connection to Kafka can be made: " + cause(e).getMessage());
        }
    }

    private static Throwable cause(Throwable e) {
        Throwable root = e;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root;
    }
}
