package io.slidestream.servicekit.kafka;

import io.slidestream.contracts.time.Backoff;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.servicekit.health.Health;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A poll without a broker is no failure: it comes back empty, for days if need be. What fails while Kafka is away are the
 * questions about partitions, offsets and positions, each after default.api.timeout.ms. All of these are RetriableExceptions,
 * and so is a dead letter that is not acknowledged: the same consumer asks again after a pause, and records that were polled
 * and not read come again. Permissions that are withdrawn, and all else that KafkaFailures says may pass, cost a consumer. Only what
 * no waiting cures (a configuration, a bug in a reader) is left to OnFailure.
 */
/**
 * Follows topics on a thread of its own and in no group: every follower sees every record of every partition, also of those
 * that are added later, and survives Kafka's being away for any length of time. Safe for concurrent use.
 */
public final class TopicFollower implements AutoCloseable {
    private static final Duration TOLD_AGAIN = Duration.ofMinutes(1);
    /** What comes ends a poll, and so does a close. */
    private static final Duration POLL = Duration.ofSeconds(1);

    /**
     * As long as a broker may hold a fetch while nothing comes; what comes is answered at once. With Kafka's half a second, a
     * dozen followers that have nothing to do cost client and broker some per cent of a processor.
     */
    private static final Duration FETCH_WAIT = Duration.ofSeconds(5);

    /** Reads the client's metadata, which it brings up to date every few minutes: costs no request. */
    private static final Duration LOOK_FOR_PARTITIONS = Duration.ofSeconds(10);

    private static final Backoff BACKOFF = new Backoff(Duration.ofMillis(250), Duration.ofSeconds(30));
    private static final Logger log = LoggerFactory.getLogger(TopicFollower.class);

    private final String name;
    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final StartPoint from;
    private final OnFailure onFailure;
    private final List<FollowedTopic> topics;
    private final Ticks ticks;
    private final Backoff backoff;
    private final Map<TopicPartition, Long> positions = new ConcurrentHashMap<>();
    private final Set<String> missing = new HashSet<>();
    private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread;
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile Health health;
    /** Consecutive failures; confined to the follower's thread. */
    private int failures;
    /** The last failure that was not Kafka's, and when it was; confined to the follower's thread. */
    private String told = "";

    private long failedAt;
    /** End offsets when following began, null until they are known; confined to the follower's thread. */
    private @Nullable Map<TopicPartition, Long> endsAtStart;

    /** Reaction of a follower to a failure that waiting cannot cure. */
    public enum OnFailure {
        /** Stops, and its health is failed: for topics that decisions rest on. */
        HALT,
        /** Retries with a new consumer, and its health is troubled meanwhile: for topics that can be done without. */
        RETRY
    }

    /**
     * Makes consumers of no group that seldom ask while nothing comes.
     *
     * @param kafka client properties, at least bootstrap.servers
     */
    public static Supplier<Consumer<byte[], byte[]>> consumers(Map<String, Object> kafka, String clientId) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG, Math.toIntExact(FETCH_WAIT.toMillis()));
        return TopicReader.consumers(properties, clientId);
    }

    /** @param consumers of no group, as those of {@link #consumers} */
    public TopicFollower(
            String name,
            Supplier<Consumer<byte[], byte[]>> consumers,
            StartPoint from,
            OnFailure onFailure,
            List<FollowedTopic> topics) {
        this(name, consumers, from, onFailure, topics, Ticks.SYSTEM, BACKOFF);
    }

    TopicFollower(
            String name,
            Supplier<Consumer<byte[], byte[]>> consumers,
            StartPoint from,
            OnFailure onFailure,
            List<FollowedTopic> topics,
            Ticks ticks,
            Backoff backoff) {
        this.name = name;
        this.consumers = consumers;
        this.from = from;
        this.onFailure = onFailure;
        this.topics = List.copyOf(topics);
        this.ticks = ticks;
        this.backoff = backoff;
        this.health = Health.starting("reading " + names());
        this.thread = new Thread(this::run, name);
        thread.setDaemon(true);
    }

    /** Begins to follow; {@link #awaitCaughtUp} waits until all is known. */
    public void start() {
        thread.start();
    }

    /**
     * Returns when the readers were given everything that was in the topics at the start, however long Kafka is away.
     *
     * @throws RuntimeException what ended the following before
     */
    public void awaitCaughtUp() {
        try {
            caughtUp.get();
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw asItWas(e.getCause());
        }
    }

    /**
     * Waits no longer than that.
     *
     * @throws TimeoutException with what kept it
     */
    public void awaitCaughtUp(Duration atMost) {
        try {
            caughtUp.get(atMost.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        } catch (ExecutionException e) {
            throw asItWas(e.getCause());
        } catch (java.util.concurrent.TimeoutException e) {
            throw new TimeoutException(
                    names() + " could not be read within " + atMost.toSeconds() + " s: " + health.detail(), e);
        }
    }

    /** Completes on the follower's thread; exceptionally if it ends before. */
    public CompletableFuture<Void> caughtUp() {
        return caughtUp.copy();
    }

    public boolean isCaughtUp() {
        return caughtUp.isDone() && !caughtUp.isCompletedExceptionally();
    }

    /** Whether everything before these offsets was given to the readers; those of other topics do not count. */
    public boolean hasReached(Map<TopicPartition, Long> ends) {
        Map<TopicPartition, Long> ours = new HashMap<>(ends);
        ours.keySet()
                .removeIf(end -> topics.stream().noneMatch(topic -> topic.name().equals(end.topic())));
        return TopicReader.hasReached(positions, ours);
    }

    /** Troubled while Kafka is away, failed once it follows no more. */
    public Health check() {
        return health;
    }

    /** Returns when the thread has ended. */
    @Override
    public void close() {
        closing.countDown();
        Consumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!isClosing()) {
                followWithANewConsumer();
            }
            log.debug("{} no longer follows {}", name, names());
        } catch (RuntimeException | Error e) {
            log.error("{} cannot follow {} any more; the service must be restarted", name, names(), e);
            health = Health.failed(e);
            caughtUp.completeExceptionally(e);
        } finally {
            caughtUp.completeExceptionally(new CancellationException(name + " was closed"));
        }
    }

    private void followWithANewConsumer() {
        try (Consumer<byte[], byte[]> reading = consumers.get()) {
            consumer = reading;
            follow(new TopicReader(reading, topics, positions, missing));
        } catch (WakeupException | InterruptException e) {
            if (!isClosing()) {
                throw e;
            }
        } catch (RuntimeException e) {
            if (isClosing()) {
                log.debug("{} was closed in the middle", name, e);
            } else if (onFailure == OnFailure.HALT && !KafkaFailures.mayPass(e)) {
                throw e;
            } else {
                rest(e);
            }
        }
    }

    private void follow(TopicReader reader) {
        boolean assigned = false;
        long assignedAt = 0;
        while (!isClosing()) {
            try {
                if (!assigned || ticks.since(assignedAt).compareTo(LOOK_FOR_PARTITIONS) >= 0) {
                    reader.assign(from);
                    if (endsAtStart == null) {
                        endsAtStart = reader.ends();
                    }
                    assigned = true;
                    assignedAt = ticks.nanos();
                    followed();
                }
                reader.poll(POLL);
                followed();
            } catch (RetriableException e) {
                rest(e);
                reader.rewind();
            }
        }
    }

    private void followed() {
        if (failures > 0) {
            failures = 0;
            log.info("{} follows {} again", name, names());
        }
        Map<TopicPartition, Long> ends = endsAtStart;
        boolean reached = ends != null && hasReached(ends);
        health = reached || isCaughtUp() ? Health.ready() : Health.starting("reading " + names());
        if (reached) {
            caughtUp.complete(null);
        }
    }

    private void rest(RuntimeException cause) {
        failures++;
        if (failures == 1 && cause instanceof RetriableException) {
            log.warn("{} cannot follow {} just now, and tries again: {}", name, names(), KafkaFailures.describe(cause));
        } else if (failures == 1 && KafkaFailures.mayPass(cause)) {
            log.warn(
                    "{} cannot follow {}, and tries again with a new consumer: {}",
                    name,
                    names(),
                    KafkaFailures.describe(cause));
        } else if (failures == 1 && !isToldAlready(cause)) {
            log.warn("{} cannot follow {}, and tries again with a new consumer", name, names(), cause);
        }
        health = Health.troubled(names() + " cannot be followed just now: " + KafkaFailures.describe(cause));
        try {
            closing.await(backoff.pause(failures).toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    /** Whether the same was told a moment ago: each new consumer reads a little before it meets it again. */
    private boolean isToldAlready(RuntimeException cause) {
        String said = KafkaFailures.describe(cause);
        boolean again = said.equals(told) && ticks.since(failedAt).compareTo(TOLD_AGAIN) < 0;
        told = said;
        failedAt = ticks.nanos();
        return again;
    }

    private boolean isClosing() {
        return closing.getCount() == 0;
    }

    private String names() {
        return topics.stream().map(FollowedTopic::name).toList().toString();
    }

    private static RuntimeException asItWas(@Nullable Throwable cause) {
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException failure ? failure : new IllegalStateException(cause);
    }
}
