package io.slidestream.tiler;

import io.slidestream.contracts.MalformedMessageException;
import io.slidestream.contracts.MapCommand;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.Component;
import io.slidestream.servicekit.DeadLetters;
import io.slidestream.servicekit.Health;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Does what is asked on topic {@code commands}, on a thread of its own. All tilers share one group, so each command reaches
 * one of them. Its offset is committed once it is taken up; what is then only queued is lost with the tiler, and asked again.
 */
public final class Commands implements Component {
    private static final String GROUP = "slidestream-tiler";
    private static final Duration POLL = Duration.ofMillis(500);
    private static final Logger log = LoggerFactory.getLogger(Commands.class);

    private final Supplier<Consumer<byte[], byte[]>> consumers;
    private final SlideIntake intake;
    private final DeadLetters deadLetters;
    private final Thread thread = new Thread(this::run, "commands");
    private volatile @Nullable Consumer<byte[], byte[]> consumer;
    private volatile @Nullable Throwable failure;
    private volatile boolean closed;

    Commands(Supplier<Consumer<byte[], byte[]>> consumers, SlideIntake intake, DeadLetters deadLetters) {
        this.consumers = consumers;
        this.intake = intake;
        this.deadLetters = deadLetters;
    }

    /** @param kafka client properties, at least bootstrap.servers */
    public static Commands in(Map<String, Object> kafka, SlideIntake intake, DeadLetters deadLetters) {
        Map<String, Object> properties = new HashMap<>(kafka);
        properties.put(ConsumerConfig.GROUP_ID_CONFIG, GROUP);
        properties.put(ConsumerConfig.CLIENT_ID_CONFIG, "commands");
        properties.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
        properties.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
        properties.put(ConsumerConfig.KEY_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        properties.put(ConsumerConfig.VALUE_DESERIALIZER_CLASS_CONFIG, ByteArrayDeserializer.class);
        return new Commands(() -> new KafkaConsumer<>(properties), intake, deadLetters);
    }

    @Override
    public String name() {
        return "commands";
    }

    @Override
    public void start() {
        thread.start();
    }

    @Override
    public Health check() {
        Throwable cause = failure;
        return cause == null ? Health.ready() : Health.failed(cause);
    }

    @Override
    public void close() {
        closed = true;
        Consumer<byte[], byte[]> reading = consumer;
        if (reading != null) {
            reading.wakeup();
        }
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try (Consumer<byte[], byte[]> reading = consumers.get()) {
            consumer = reading;
            reading.subscribe(List.of(Topic.COMMANDS.name()));
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> record : reading.poll(POLL)) {
                    take(record);
                }
                reading.commitSync();
            }
        } catch (WakeupException | InterruptedException | org.apache.kafka.common.errors.InterruptException e) {
            log.debug("no more commands are taken");
        } catch (RuntimeException e) {
            if (!closed) {
                log.error("commands are no longer taken", e);
                failure = e;
            }
        }
    }

    private void take(ConsumerRecord<byte[], byte[]> record) throws InterruptedException {
        try {
            obey(Topic.COMMANDS.codec().decode(record.value() == null ? new byte[0] : record.value()));
        } catch (MalformedMessageException e) {
            deadLetters
                    .bury(
                            new DeadLetters.Letter(
                                    record.topic(), record.partition(), record.offset(), record.key(), record.value()),
                            String.valueOf(e.getMessage()))
                    .join();
        }
    }

    void obey(MapCommand command) throws InterruptedException {
        if (intake.attempts(command.mapId()) > command.attempt()) {
            log.info("passed over {}: a later attempt is known", command);
            return;
        }
        log.info(
                "{} map {} of {}",
                command.kind(),
                command.mapId(),
                command.slide().location());
        switch (command.kind()) {
            case RETRY -> intake.submitAgain(command.slide(), madeWith(command));
            case RESUBMIT -> intake.submitAgain(command.slide(), command.mpp());
            case CANCEL -> intake.cancel(command.mapId(), command.slide());
        }
    }

    /** The same map where that can be made; else the map that this tiler makes of the slide. */
    private @Nullable Double madeWith(MapCommand command) {
        return intake.mapId(command.slide(), command.mpp()).equals(command.mapId()) ? command.mpp() : null;
    }
}
