package io.slidestream.worker.blocks;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.TileBlock;
import io.slidestream.contracts.TileScore;
import io.slidestream.contracts.time.Backoff;
import io.slidestream.servicekit.telemetry.Tracing;
import io.slidestream.worker.Blocks;
import io.slidestream.worker.Deliveries;
import io.slidestream.worker.FakePublisher;
import io.slidestream.worker.telemetry.BlockOutcome;
import io.slidestream.worker.telemetry.WorkerMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class BlockHandlerTest {
    private static final TileBlock BLOCK = Blocks.first(3, 1);
    private static final BlockScored SCORED = new BlockScored(
            BLOCK.mapId(),
            1,
            1,
            BLOCK.tiles(),
            List.of(
                    new TileScore.Scored(List.of(1f)),
                    new TileScore.Scored(List.of(1f)),
                    new TileScore.Rejected(RejectionReason.UNREADABLE, "torn")),
            "fake",
            0,
            0,
            0);

    private final FakePublisher kafka = new FakePublisher();
    private final List<TileBlock> asked = new ArrayList<>();
    private final CompletableFuture<BlockScored> score = new CompletableFuture<>();
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private boolean calledOff;
    private final BlockHandler handler = new BlockHandler(
            Blocks.MODEL,
            5,
            new OneByOne(
                    block -> {
                        asked.add(block);
                        return score;
                    },
                    Runnable::run),
            block -> calledOff,
            new Answers(
                    kafka,
                    kafka,
                    pause -> Runnable::run,
                    new Backoff(Duration.ofMillis(1), Duration.ofMillis(4)),
                    () -> false),
            new WorkerMetrics(registry),
            Tracing.off(),
            Runnable::run);

    @Test
    void blockIsAccepted_onlyOnceItsScoresAreInTheLog() {
        kafka.publishing = new CompletableFuture<>();
        Handling handling = handler.handle(Deliveries.of(BLOCK, 1, 7));
        assertThat(asked).containsExactly(BLOCK);
        assertThat(kafka.published).isEmpty();

        score.complete(SCORED);
        assertThat(kafka.published).containsExactly(SCORED);
        assertThat(handling.outcome())
                .as("published, not yet acknowledged by the broker")
                .isNotDone();
        assertThat(counter("slidestream.tiles.scored")).isZero();

        kafka.publishing.complete(null);
        assertThat(handling.outcome()).isCompletedWithValue(BlockOutcome.ACCEPTED);
        assertThat(counter("slidestream.tiles.scored")).isEqualTo(2);
        assertThat(registry.get("slidestream.tiles.rejected")
                        .tag("reason", "unreadable")
                        .counter()
                        .count())
                .isEqualTo(1);
    }

    @Test
    void blockOfAMapThatWasCalledOff_isPassedOver() {
        calledOff = true;
        assertThat(outcome(BLOCK, 1)).isEqualTo(BlockOutcome.CANCELLED);
        assertThat(asked).isEmpty();
        assertThat(kafka.published).isEmpty();
    }

    @Test
    void blockInHandWhoseMapIsCalledOff_isGivenUpAtOnce_andDoesNotComeBack() {
        Handling handling = handler.handle(Deliveries.of(BLOCK, 1, 7));
        handler.callOff();
        assertThat(score).as("somebody waits for it").isNotDone();
        calledOff = true;
        handler.callOff();
        assertThat(score).isCancelled();
        assertThat(handling.outcome()).isCompletedWithValue(BlockOutcome.CANCELLED);
        assertThat(kafka.published).isEmpty();
    }

    @Test
    void publicationThatFails_releasesTheBlock() {
        kafka.publishing = FakePublisher.failing("no broker");
        score.complete(SCORED);
        assertThat(outcome(BLOCK, 1)).isEqualTo(BlockOutcome.RELEASED);
        assertThat(kafka.buried).isEmpty();
    }

    @Test
    void failureBeforeTheLastDelivery_releasesTheBlock() {
        score.completeExceptionally(new IllegalStateException("disk on fire"));
        assertThat(outcome(BLOCK, 4)).isEqualTo(BlockOutcome.RELEASED);
        assertThat(kafka.published).isEmpty();
    }

    @Test
    void failureOfTheLastDelivery_isAnsweredByRejectionsAndADeadLetter() {
        score.completeExceptionally(new IllegalStateException("disk on fire"));
        assertThat(outcome(BLOCK, 5)).isEqualTo(BlockOutcome.FAILED);

        String why = "gave up at delivery 5: java.lang.IllegalStateException: disk on fire";
        BlockScored answer = kafka.published.get(0);
        assertThat(answer.tiles()).isEqualTo(BLOCK.tiles());
        assertThat(answer.scores()).hasSize(3).containsOnly(new TileScore.Rejected(RejectionReason.FAILED, why));
        assertThat(kafka.buried).singleElement().satisfies(buried -> {
            assertThat(buried.why()).isEqualTo(why);
            assertThat(buried.letter().partition()).isEqualTo(3);
            assertThat(buried.letter().offset()).isEqualTo(7);
            assertThat(buried.letter().value())
                    .isEqualTo(Deliveries.of(BLOCK, 5, 7).value());
        });
    }

    @Test
    void deliveryBeyondTheLimit_isAnsweredWithoutATry() {
        assertThat(outcome(BLOCK, 6)).isEqualTo(BlockOutcome.FAILED);
        assertThat(asked).isEmpty();
        assertThat(kafka.published).hasSize(1);
        assertThat(kafka.buried)
                .singleElement()
                .extracting(FakePublisher.Buried::why)
                .isEqualTo("gave up at delivery 6: earlier deliveries ended without an answer");
    }

    @Test
    void answerThatDoesNotReachKafka_releasesTheBlock() {
        kafka.burying = FakePublisher.failing("no broker");
        assertThat(outcome(BLOCK, 6)).isEqualTo(BlockOutcome.RELEASED);
        kafka.publishing = FakePublisher.failing("no broker");
        assertThat(outcome(BLOCK, 7)).isEqualTo(BlockOutcome.RELEASED);
    }

    @Test
    void publisherThatThrows_releasesTheBlock() {
        score.completeExceptionally(new IllegalStateException("disk on fire"));
        kafka.throwing = true;
        assertThat(outcome(BLOCK, 5)).isEqualTo(BlockOutcome.RELEASED);
        assertThat(outcome(BLOCK, 6)).isEqualTo(BlockOutcome.RELEASED);
        assertThat(handler.handle(Deliveries.of(new byte[] {1}, 1, 7)).outcome())
                .isCompletedWithValue(BlockOutcome.RELEASED);
    }

    @Test
    void bytesThatAreNoBlock_areRejectedOnceTheyAreBuried() {
        kafka.burying = new CompletableFuture<>();
        Handling handling = handler.handle(Deliveries.of(new byte[] {1, 2, 3}, 1, 7));
        assertThat(handling.outcome()).isNotDone();
        kafka.burying.complete(null);
        assertThat(handling.outcome()).isCompletedWithValue(BlockOutcome.REJECTED);
        assertThat(kafka.buried.get(0).why()).startsWith("not a TileBlock: ");
        assertThat(kafka.buried.get(0).letter().value()).containsExactly(1, 2, 3);
    }

    @Test
    void tombstone_isRejected() {
        assertThat(handler.handle(Deliveries.of((byte[]) null, 1, 7)).outcome())
                .isCompletedWithValue(BlockOutcome.REJECTED);
        assertThat(kafka.buried.get(0).why()).isEqualTo("a record without a value");
    }

    @Test
    void bytesThatCannotBeBuried_areReleased() {
        kafka.burying = FakePublisher.failing("no broker");
        assertThat(handler.handle(Deliveries.of(new byte[] {1}, 1, 7)).outcome())
                .isCompletedWithValue(BlockOutcome.RELEASED);
    }

    @Test
    void blockOfAnotherModel_isLeftToThatModelsGroup() {
        assertThat(outcome(Blocks.of(0, 1, "b".repeat(64)), 1)).isEqualTo(BlockOutcome.FOREIGN);
        assertThat(asked).isEmpty();
        assertThat(kafka.published).isEmpty();
        assertThat(kafka.buried).isEmpty();
    }

    @Test
    void abandonedBlock_isLeft() {
        Handling handling = handler.handle(Deliveries.of(BLOCK, 5, 7));
        handling.abandon();
        assertThat(score).isCancelled();
        assertThat(handling.outcome()).isCompletedWithValue(BlockOutcome.LEFT);
        assertThat(kafka.published).isEmpty();
    }

    private BlockOutcome outcome(TileBlock block, int delivery) {
        return handler.handle(Deliveries.of(block, delivery, 7)).outcome().join();
    }

    private double counter(String name) {
        return registry.get(name).counter().count();
    }
}
