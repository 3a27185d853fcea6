package io.slidestream.worker.blocks;

import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.TileBlock;
import io.slidestream.worker.scoring.BlockScorer;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/*
 * A block that takes the process down with it costs all others in hand a delivery, and after five of those they would be given
 * up for its fault. So from the third delivery on, blocks are worked on one at a time: at odd deliveries from the first on, at
 * even ones from the last. What comes before the culprit is answered in the one, what comes after it in the other, and the
 * culprit alone is delivered once more than the limit. The pause before the first lets all that came together be in order.
 */
/** Has blocks scored; those whose earlier deliveries failed are scored one at a time. Safe for concurrent use. */
public final class OneByOne {
    static final int SUSPECT_FROM = 3;
    public static final Executor AFTER_A_SECOND = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private static final Comparator<Suspect> ORDER = Comparator.comparing(
                    (Suspect suspect) -> suspect.block.mapId().hex())
            .thenComparing(suspect -> suspect.block.blockIndex());

    private final BlockScorer scorer;
    private final Executor later;
    /** Suspect blocks not begun yet; guarded by this, as is the block in hand. */
    private final List<Suspect> waiting = new ArrayList<>();

    private @Nullable TileBlock inHand;

    private record Suspect(TileBlock block, int delivery, CompletableFuture<BlockScored> scored) {}

    /** @param later runs what it is given after a pause */
    public OneByOne(BlockScorer scorer, Executor later) {
        this.scorer = scorer;
        this.later = later;
    }

    /**
     * Scores the block as {@link BlockScorer#score} does; call {@link #answered} when Kafka has acknowledged its
     * scores, or never will.
     */
    CompletableFuture<BlockScored> score(TileBlock block, int delivery) {
        if (delivery < SUSPECT_FROM) {
            return scorer.score(block);
        }
        Suspect suspect = new Suspect(block, delivery, new CompletableFuture<>());
        synchronized (this) {
            waiting.add(suspect);
        }
        later.execute(this::next);
        return suspect.scored;
    }

    void answered(TileBlock block) {
        synchronized (this) {
            waiting.removeIf(suspect -> suspect.block.equals(block) && suspect.scored.isDone());
            if (!block.equals(inHand)) {
                return;
            }
            inHand = null;
        }
        next();
    }

    private void next() {
        Suspect suspect;
        synchronized (this) {
            waiting.removeIf(given -> given.scored.isDone());
            if (inHand != null || waiting.isEmpty()) {
                return;
            }
            suspect = waiting.get(0).delivery % 2 == 1
                    ? waiting.stream().min(ORDER).orElseThrow()
                    : waiting.stream().max(ORDER).orElseThrow();
            waiting.remove(suspect);
            inHand = suspect.block;
        }
        CompletableFuture<BlockScored> work = scorer.score(suspect.block);
        work.whenComplete((scored, failure) -> {
            if (failure == null) {
                suspect.scored.complete(scored);
            } else {
                suspect.scored.completeExceptionally(failure);
            }
        });
        suspect.scored.whenComplete((scored, failure) -> work.cancel(false));
    }
}
