package io.slidestream.tiler.watch;

import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.kafka.DeadLetters;
import io.slidestream.servicekit.kafka.FollowedTopic;
import io.slidestream.servicekit.kafka.Junk;
import io.slidestream.servicekit.kafka.StartPoint;
import io.slidestream.servicekit.kafka.TopicFollower;
import io.slidestream.servicekit.telemetry.DeadLetterReason;
import io.slidestream.slides.s3.S3Location;
import io.slidestream.tiler.log.TilerMetrics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Has the bucket looked at as soon as a notification says that something in it has changed. Only an accelerator: what is lost, late
 * or never sent is found at the next look all the same, so trouble here makes the tiler troubled, not failed.
 */
public final class BucketEvents implements Component {
    private final S3Location folder;
    private final Runnable look;
    private final DeadLetters deadLetters;
    private final TilerMetrics metrics;
    private final TopicFollower follower;

    /** @param look has the bucket looked at soon; called on a thread of its own */
    BucketEvents(
            Supplier<Consumer<byte[], byte[]>> consumers,
            String topic,
            S3Location folder,
            Runnable look,
            DeadLetters deadLetters,
            TilerMetrics metrics) {
        this.follower = new TopicFollower(
                name(),
                consumers,
                StartPoint.END,
                TopicFollower.OnFailure.RETRY,
                List.of(new FollowedTopic(topic, this::take)));
        this.folder = folder.asFolder();
        this.look = look;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    /**
     * Reads in no group, since a slide concerns the tiler that holds it, whatever partition its notification is in, and every
     * model and every folder of a bucket has tilers of its own.
     *
     * @param kafka client properties, at least bootstrap.servers
     */
    public static BucketEvents in(
            Map<String, Object> kafka,
            String topic,
            S3Location folder,
            Runnable look,
            DeadLetters deadLetters,
            TilerMetrics metrics) {
        return new BucketEvents(
                TopicFollower.consumers(kafka, "bucket-events"), topic, folder, look, deadLetters, metrics);
    }

    @Override
    public String name() {
        return "bucket-events";
    }

    /**
     * Starts following, and asks for one more look once it has caught up: that finds slides that came between the
     * watcher's first look and the first notification read.
     */
    @Override
    public void start() {
        CompletableFuture<Void> unused = follower.caughtUp().thenRun(look);
        follower.start();
    }

    @Override
    public Health check() {
        Health health = follower.check();
        return switch (health.state()) {
            case STARTING, READY -> health;
            case TROUBLED, FAILED ->
                Health.troubled("no notifications, the bucket is only looked at from time to time: " + health.detail());
        };
    }

    @Override
    public void close() {
        follower.close();
    }

    private void take(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        try {
            List<S3Location> objects = BucketEvent.objects(value == null ? new byte[0] : value);
            boolean ours = objects.stream()
                    .anyMatch(object -> object.bucket().equals(folder.bucket())
                            && object.key().startsWith(folder.key()));
            metrics.notified(ours ? "looked" : "other");
            if (ours) {
                look.run();
            }
        } catch (IllegalArgumentException e) {
            new Junk(DeadLetters.Letter.of(record), DeadLetterReason.MALFORMED, String.valueOf(e.getMessage()))
                    .settleIn(deadLetters);
            metrics.notified("junk");
        }
    }
}
