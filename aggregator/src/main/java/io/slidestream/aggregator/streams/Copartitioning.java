package io.slidestream.aggregator.streams;

import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.servicekit.kafka.Admins;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;

/**
 * Checks that topics have the same number of partitions: a map's manifest and its scores must lie in partitions of the
 * same number.
 */
public final class Copartitioning {
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private Copartitioning() {}

    /** @throws StartupException if they do not, or the topics are not there */
    public static void check(Map<String, Object> kafka) {
        String slides = Topic.SLIDES.name();
        String scores = Topic.TILE_SCORES.name();
        try (Admin admin = Admins.create(kafka, PATIENCE)) {
            Map<String, TopicDescription> topics = admin.describeTopics(List.of(slides, scores))
                    .allTopicNames()
                    .get();
            int ofSlides = partitions(topics, slides);
            int ofScores = partitions(topics, scores);
            if (ofSlides != ofScores) {
                throw new StartupException("topic " + slides + " has " + ofSlides + " partitions and " + scores
                        + " has "
                        + ofScores + ", they must have equally many: create them anew, or add partitions to one while"
                        + " no slide is in work");
            }
        } catch (ExecutionException e) {
            throw new StartupException(
                    "topics " + slides + " and " + scores + " cannot be described: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StartupException("interrupted while describing topics", e);
        }
    }

    private static int partitions(Map<String, TopicDescription> topics, String name) {
        return Objects.requireNonNull(topics.get(name)).partitions().size();
    }
}
