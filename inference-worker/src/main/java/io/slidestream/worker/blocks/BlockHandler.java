package io.slidestream.worker.blocks;

import io.micrometer.tracing.Span;
import io.micrometer.tracing.Tracer;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.kafka.DeadLetters.Letter;
import io.slidestream.servicekit.kafka.Decoded;
import io.slidestream.servicekit.kafka.Junk;
import io.slidestream.servicekit.telemetry.DeadLetterReason;
import io.slidestream.servicekit.telemetry.Tracing;
import io.slidestream.worker.telemetry.BlockOutcome;
import io.slidestream.worker.telemetry.WorkerMetrics;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Decides what becomes of a delivery. Nothing is acknowledged before its answer is in the log; a failure is retried by
 * redelivery until the last one, which is answered by rejecting every tile, so that the map's ledger closes.
 *
 * <p>A delivery beyond the limit is not even tried: its predecessors ended without an answer, as when a block takes the
 * process down with it. So the group's own limit must be higher than the worker's.
 */
public final class BlockHandler {
    private static final Logger log = LoggerFactory.getLogger(BlockHandler.class);

    /** Other models that are told of in the log, each once: whoever invents more fills neither memory nor log. */
    static final int MOST_NAMED_MODELS = 20;

    private final String modelId;
    private final int deliveryLimit;
    private final OneByOne scorer;
    private final Predicate<TileBlock> calledOff;
    private final Answers answers;
    private final WorkerMetrics metrics;
    private final Tracing tracing;
    private final Executor publishing;
    private final Set<String> foreignModels = ConcurrentHashMap.newKeySet();
    private final Set<InHand> inHand = ConcurrentHashMap.newKeySet();

    /**
     * @param calledOff whether nobody waits for a block any more
     * @param publishing where records are handed to the publisher, which may block while Kafka is away
     */
    public BlockHandler(
            String modelId,
            int deliveryLimit,
            OneByOne scorer,
            Predicate<TileBlock> calledOff,
            Answers answers,
            WorkerMetrics metrics,
            Tracing tracing,
            Executor publishing) {
        this.modelId = modelId;
        this.deliveryLimit = deliveryLimit;
        this.scorer = scorer;
        this.calledOff = calledOff;
        this.answers = answers;
        this.metrics = metrics;
        this.tracing = tracing;
        this.publishing = publishing;
    }

    /** Whether Kafka takes what is said of blocks; while it does not, more of them only lose deliveries. */
    boolean isAnswering() {
        return answers.areTaken();
    }

    /** Ends the work on blocks in hand that nobody waits for any more: their tiles that are not read yet never are. */
    public void callOff() {
        inHand.stream().filter(one -> calledOff.test(one.block)).forEach(one -> one.work.cancel(false));
    }

    /** A delivery that is being scored. */
    private static final class InHand {
        private final TileBlock block;
        private final Future<?> work;

        InHand(TileBlock block, Future<?> work) {
            this.block = block;
            this.work = work;
        }
    }

    /** The other models that were told of. */
    int namedModels() {
        return foreignModels.size();
    }

    Handling handle(ConsumerRecord<byte[], byte @Nullable []> record) {
        return Decoded.of(Letter.of(record), Topic.TILE_BLOCKS.codec())
                .fold(block -> handle(record, block), junk -> Handling.of(publishing(() -> reject(junk))));
    }

    private Handling handle(ConsumerRecord<byte[], byte @Nullable []> record, TileBlock block) {
        if (!block.modelId().equals(modelId)) {
            return Handling.of(CompletableFuture.completedFuture(leaveToItsGroup(block)));
        }
        if (calledOff.test(block)) {
            return Handling.of(CompletableFuture.completedFuture(BlockOutcome.CANCELLED));
        }
        int delivery = record.deliveryCount().orElse((short) 1);
        Span span = tracing.received("score block", record.headers())
                .tag("map", block.mapId().hex())
                .tag("block", block.blockIndex())
                .tag("delivery", delivery);
        if (delivery > deliveryLimit) {
            String why = "earlier deliveries ended without an answer";
            return Handling.of(ending(span, publishing(() -> giveUp(record, block, delivery, why, span))));
        }
        CompletableFuture<BlockScored> work = scorer.score(block, delivery);
        InHand delivered = new InHand(block, work);
        inHand.add(delivered);
        if (calledOff.test(block)) { // asked again after adding: callOff() may have missed it
            work.cancel(false);
        }
        CompletableFuture<BlockOutcome> outcome = work.thenComposeAsync(scored -> publish(scored, span), publishing)
                .thenApply(published -> BlockOutcome.ACCEPTED)
                .exceptionallyComposeAsync(
                        failure -> failed(record, block, delivery, Answers.causeOf(failure), span), publishing)
                .exceptionally(failure -> releaseUnanswered(block.toString(), failure))
                .whenComplete((how, failure) -> {
                    inHand.remove(delivered);
                    scorer.answered(block);
                });
        return new Handling(ending(span, outcome), work);
    }

    private CompletableFuture<BlockOutcome> publishing(Supplier<CompletableFuture<BlockOutcome>> answer) {
        return CompletableFuture.supplyAsync(answer, publishing)
                .thenCompose(outcome -> outcome)
                .exceptionally(failure -> releaseUnanswered("a record", failure));
    }

    /** Times of stages as tags: reading and inference of a block are spread over threads, in between those of others. */
    private CompletableFuture<Void> publish(BlockScored scored, Span span) {
        long start = System.nanoTime();
        span.tag("read.ms", scored.readNanos() / 1_000_000).tag("infer.ms", scored.inferNanos() / 1_000_000);
        try (Tracer.SpanInScope scope = tracing.during(span)) {
            return answers.publish(scored).thenRun(() -> metrics.blockPublished(scored, System.nanoTime() - start));
        }
    }

    private static CompletableFuture<BlockOutcome> ending(Span span, CompletableFuture<BlockOutcome> outcome) {
        return outcome.whenComplete((how, failure) -> {
            span.tag("outcome", how == null ? "none" : how.label());
            span.end();
        });
    }

    private CompletableFuture<BlockOutcome> failed(
            ConsumerRecord<byte[], byte @Nullable []> record,
            TileBlock block,
            int delivery,
            Throwable cause,
            Span span) {
        if (cause instanceof CancellationException) {
            return CompletableFuture.completedFuture(
                    calledOff.test(block) ? BlockOutcome.CANCELLED : BlockOutcome.LEFT);
        }
        if (delivery >= deliveryLimit) {
            return giveUp(record, block, delivery, cause.toString(), span);
        }
        log.warn("Delivery {} of {} failed, releasing it for another", delivery, block, cause);
        return CompletableFuture.completedFuture(BlockOutcome.RELEASED);
    }

    private CompletableFuture<BlockOutcome> giveUp(
            ConsumerRecord<byte[], byte @Nullable []> record, TileBlock block, int delivery, String cause, Span span) {
        String why = "gave up at delivery " + delivery + ": " + cause;
        log.error("{} of {}: {}; its tiles are rejected", block, block.slide().location(), why);
        return publish(Rejections.of(block, why), span)
                .thenComposeAsync(
                        published -> answers.bury(Letter.of(record), DeadLetterReason.FAILED, why), publishing)
                .thenApply(buried -> BlockOutcome.FAILED)
                .exceptionally(failure -> releaseUnanswered(block.toString(), failure));
    }

    private CompletableFuture<BlockOutcome> reject(Junk junk) {
        Letter letter = junk.letter();
        String where = letter.topic() + "-" + letter.partition() + "@" + letter.offset();
        return junk.buryIn(answers::bury)
                .thenApply(buried -> BlockOutcome.REJECTED)
                .exceptionally(failure -> releaseUnanswered("record " + where, failure));
    }

    private BlockOutcome leaveToItsGroup(TileBlock block) {
        if (foreignModels.size() < MOST_NAMED_MODELS && foreignModels.add(block.modelId())) {
            log.warn(
                    "Blocks of model {} are left to the workers of that model; this one serves {}",
                    block.modelId(),
                    modelId);
        }
        return BlockOutcome.FOREIGN;
    }

    private static BlockOutcome releaseUnanswered(String what, Throwable failure) {
        log.warn("The answer to {} did not reach Kafka, releasing it", what, Answers.causeOf(failure));
        return BlockOutcome.RELEASED;
    }
}
