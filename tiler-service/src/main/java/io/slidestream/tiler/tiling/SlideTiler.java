package io.slidestream.tiler.tiling;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideFacts;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileEstimate;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.Topic;
import io.slidestream.contracts.time.Backoff;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.telemetry.Tracing;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.openslide.OpenSlideMissingException;
import io.slidestream.tiler.log.Pause;
import io.slidestream.tiler.log.TilerMetrics;
import io.slidestream.tiler.tissue.TissueMask;
import io.slidestream.tiler.tissue.TissueSettings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one slide's tile blocks and its manifest. Where workers are about to take all of the blocks, they are published at
 * once, and the manifest after them; else the manifest comes first, and {@link BlockFlow} publishes the blocks in turns. A slide
 * that cannot be mapped gets a rejection instead. Safe for concurrent use.
 */
public final class SlideTiler {
    /** Attempts to read a slide, as many as workers make at a block: a store that fails may answer a little later. */
    private static final int TRIES = 5;

    /**
     * Greatest ratio of the slide's resolution to the network's without a note on the map, which a 10x scan gets for a
     * network of 20x.
     */
    private static final double MAX_COARSER = 1.5;

    private static final Backoff BACKOFF = new Backoff(Duration.ofSeconds(1), Duration.ofSeconds(30));
    private static final Logger log = LoggerFactory.getLogger(SlideTiler.class);

    private final SlideOpener slides;
    private final BlockFlow blocks;
    private final Delivery delivery;
    private final Pause pause;
    private final TilingRecipe recipe;
    private final TissuePictures pictures;
    private final TilerMetrics metrics;
    private final Tracing tracing;

    public SlideTiler(
            SlideOpener slides,
            BlockFlow blocks,
            TilingRecipe recipe,
            TissuePictures pictures,
            TilerMetrics metrics,
            Tracing tracing) {
        this(slides, blocks, Pause.ASLEEP, recipe, pictures, metrics, tracing);
    }

    /** @param pause before a slide that cannot be had is tried again */
    public SlideTiler(
            SlideOpener slides,
            BlockFlow blocks,
            Pause pause,
            TilingRecipe recipe,
            TissuePictures pictures,
            TilerMetrics metrics,
            Tracing tracing) {
        this.tracing = tracing;
        this.pictures = pictures;
        this.slides = slides;
        this.blocks = blocks;
        this.delivery = blocks.delivery();
        this.pause = pause;
        this.recipe = recipe;
        this.metrics = metrics;
    }

    /** Where the blocks are that are not published yet. */
    public BlockFlow blocks() {
        return blocks;
    }

    /**
     * Returns the event published on topic {@code slides}, which Kafka has acknowledged.
     *
     * @throws InterruptedException in the middle: blocks may be in the log, the manifest is not
     */
    public SlideEvent tile(TilingTask task) throws InterruptedException {
        return tile(task, null, () -> false).orElseThrow();
    }

    /**
     * Returns the event published on topic {@code slides}, which Kafka has acknowledged; empty if the map was called off.
     *
     * @param begun the manifest of this attempt, whose blocks are published from its next one on; if the slide makes other
     *     tiles now, or none, that is said under the next attempt. Null if there is none
     * @param calledOff asked before each step
     * @throws InterruptedException in the middle: blocks may be in the log, the manifest is not
     */
    public Optional<SlideEvent> tile(TilingTask task, @Nullable SlideTiled begun, BooleanSupplier calledOff)
            throws InterruptedException {
        try (Tracing.Stage slide = tracing.begin("tile slide")) {
            slide.tell("map", task.mapId().hex());
            slide.tell("attempt", Integer.toString(task.attempt()));
            TilingTask asked = begun == null ? task : task.again();
            Tiling tiling = outcome(asked, begun, calledOff);
            SlideEvent event = tiling.event;
            if (event == null) {
                return Optional.empty();
            }
            try {
                if (!event.equals(begun)) {
                    say(event);
                }
            } catch (RecordTooLargeException e) {
                return Optional.of(reject(asked, RejectionReason.FAILED, tooLarge(e)));
            }
            if (tiling.rest != null) {
                blocks.add(tiling.rest);
            }
            return Optional.of(event);
        }
    }

    /**
     * What became of a slide.
     *
     * @param event what is to be said of it; null if it was called off
     * @param rest blocks that are to be published after that, or null
     */
    private record Tiling(
            @Nullable SlideEvent event, @Nullable PlannedBlocks rest) {
        static final Tiling CALLED_OFF = new Tiling(null, null);

        static Tiling of(SlideEvent event) {
            return new Tiling(event, null);
        }
    }

    /**
     * Says on topic {@code slides} that the map is called off, under the task's attempt.
     *
     * @throws InterruptedException if it could not be said
     */
    public SlideEvent cancel(TilingTask task) throws InterruptedException {
        return reject(task, RejectionReason.CANCELLED, "somebody called the map off; map the slide again");
    }

    /**
     * Says on topic {@code slides} that the slide gets no map, without opening it.
     *
     * @throws InterruptedException if it could not be said
     */
    public SlideEvent reject(TilingTask task, RejectionReason reason, String message) throws InterruptedException {
        SlideRejected event = rejected(task, reason, message);
        say(event);
        return event;
    }

    /**
     * The map that the slide gets.
     *
     * @param mpp microns per level-0 pixel asked for this slide alone, or null
     */
    public MapId mapId(SlideVersion slide, @Nullable Double mpp) {
        return recipe.withMpp(mpp).mapId(slide);
    }

    private void say(SlideEvent event) throws InterruptedException {
        delivery.deliver(event.mapId(), Topic.SLIDES, () -> List.of(event).iterator());
        String what = event.slide().location() + " (map " + event.mapId() + ", attempt " + event.attempt() + ")";
        if (event instanceof SlideTiled tiled) {
            log.info(
                    "tiled {}: {} tiles of {} px; tissue found in {} ms, {}",
                    what,
                    tiled.expectedTiles(),
                    tiled.grid().tileSizePx(),
                    tiled.tissueNanos() / 1_000_000,
                    tiled.isPublished()
                            ? "published in " + tiled.publishNanos() / 1_000_000 + " ms"
                            : "published as their turn comes");
            metrics.tiled(tiled);
        } else if (event instanceof SlideRejected rejected) {
            log.info("rejected {}: {}: {}", what, rejected.reason().label(), rejected.message());
            metrics.rejected(rejected.reason());
        }
    }

    public Health check() {
        return delivery.check();
    }

    private Tiling outcome(TilingTask task, @Nullable SlideTiled begun, BooleanSupplier calledOff)
            throws InterruptedException {
        for (int tries = 1; true; tries++) {
            Duration wait = BACKOFF.pause(tries);
            try {
                return calledOff.getAsBoolean() ? Tiling.CALLED_OFF : outcomeNow(task, begun, calledOff);
            } catch (SlideException e) {
                if (e.reason() != RejectionReason.FAILED || tries == TRIES) {
                    return Tiling.of(rejected(task, e.reason(), String.valueOf(e.getMessage())));
                }
                log.warn("{} cannot be had, it is tried again in {} s: {}", task, wait.toSeconds(), e.getMessage());
            }
            pause.pause(wait);
        }
    }

    private Tiling outcomeNow(TilingTask task, @Nullable SlideTiled begun, BooleanSupplier calledOff)
            throws SlideException, InterruptedException {
        try {
            return publishBlocks(task, begun, calledOff);
        } catch (OpenSlideMissingException | LinkageError e) {
            throw e; // this machine's fault, and no other slide fares better
        } catch (RuntimeException | Error e) { // an Error too: what one slide asks too much of is there for the next
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException("stopped while tiling " + task).initCause(e);
            }
            log.error("tiling {} failed", task, e);
            return Tiling.of(rejected(task, RejectionReason.FAILED, whatFailed(e)));
        }
    }

    private Tiling publishBlocks(TilingTask task, @Nullable SlideTiled begun, BooleanSupplier calledOff)
            throws SlideException, InterruptedException {
        long start = System.nanoTime();
        try (SlideReader slide = open(task)) {
            SlideProperties properties = slide.properties();
            TilingRecipe how = recipe.withMpp(task.mpp());
            double mpp = properties.requireMpp(how.mppOverride());
            TileGrid grid = TilingPlan.grid(properties, mpp, how.spec());
            long opened = System.nanoTime();
            if (calledOff.getAsBoolean()) {
                return Tiling.CALLED_OFF;
            }
            TissueSettings tissue = recipe.tissue();
            TissueMask mask = tissue(slide, mpp);
            TilingPlan plan = new TilingPlan(grid, region -> mask.tissueShare(region) >= tissue.minTileFraction());
            long[] tiles = plan.tiles();
            long expectedTiles = Arrays.stream(tiles).map(Long::bitCount).sum();
            long planned = System.nanoTime();
            if (expectedTiles > recipe.tilesLimit()) {
                throw new SlideException(RejectionReason.TOO_MANY_TILES, tooManyTiles(grid, expectedTiles));
            }
            pictures.show(task, slide, mask);
            if (expectedTiles == 0) {
                throw new SlideException(RejectionReason.NO_TISSUE, noTissue(grid, mask));
            }
            if (calledOff.getAsBoolean()) {
                return Tiling.CALLED_OFF;
            }
            if (begun != null && begun.grid().equals(grid) && begun.expectedTiles() == expectedTiles) {
                return new Tiling(begun, new PlannedBlocks(begun, tiles));
            }
            SlideTiled manifest = new SlideTiled(
                    task.mapId(),
                    task.attempt(),
                    task.slide(),
                    grid,
                    recipe.model(),
                    expectedTiles,
                    properties.vendor(),
                    task.seenAtMillis(),
                    opened - start,
                    planned - opened,
                    0,
                    facts(properties, grid, mask, how, expectedTiles),
                    0);
            PlannedBlocks rest = new PlannedBlocks(manifest, tiles);
            if (!blocks.isOpenFor(rest)) {
                return new Tiling(manifest, rest);
            }
            long drawn = System.nanoTime();
            deliver(task, plan);
            return Tiling.of(manifest.published(System.nanoTime() - drawn));
        }
    }

    private SlideFacts facts(SlideProperties slide, TileGrid grid, TissueMask mask, TilingRecipe how, long tiles) {
        String mppSource =
                how.mppOverride() == null ? slide.mppSource().orElse("") : "given (--mpp, or the setting mpp)";
        return new SlideFacts(notes(slide, grid, mask, tiles), slide.bounds().orElse(null), mppSource, mask.inkShare());
    }

    private List<String> notes(SlideProperties slide, TileGrid grid, TissueMask mask, long tiles) {
        List<String> notes = new ArrayList<>(slide.doubtsAbout(grid.mpp()));
        if (!new TileEstimate(tiles, 0).isUsual()) {
            notes.add("the slide makes " + new TileEstimate(tiles, 0).number() + " at " + grid.mpp()
                    + " microns per pixel, more than usual");
        }
        double coarser = grid.mpp() / recipe.model().patchMpp();
        if (coarser > MAX_COARSER) {
            notes.add(String.format(
                    Locale.ROOT,
                    "the slide is %.1f times coarser than what the network was trained on: its tiles of %d px were"
                            + " enlarged to %d, and lack the detail that the network looks for",
                    coarser,
                    grid.tileSizePx(),
                    recipe.model().patchSizePx()));
        }
        if (mask.hasStainOfPens()) {
            notes.add(
                    "most of what is coloured has the hue of pen ink and was taken for the slide's stain, so pen marks"
                            + " of that hue are mapped too; --ink remove leaves both out");
        }
        if (mask.replaced() > 0) {
            notes.add(mask.replaced() + " " + (mask.replaced() == 1 ? "place" : "places")
                    + " of the slide's coarse levels cannot be decoded; to find the tissue there, finer levels"
                    + " were read");
        }
        if (mask.lost() > 0) {
            notes.add(mask.lost() + " " + (mask.lost() == 1 ? "place" : "places")
                    + " cannot be decoded at any level; where tissue was looked for, they count as tissue, and their"
                    + " tiles as unread");
        }
        return notes;
    }

    private String tooManyTiles(TileGrid grid, long tiles) {
        return String.format(
                Locale.ROOT,
                "at %s microns per pixel the slide's tissue makes %d tiles of %d px, and the limit is %d; check the"
                        + " resolution, which --mpp corrects, or allow more with --tiles-limit (the setting tiles.limit)",
                grid.mpp(),
                tiles,
                grid.tileSizePx(),
                recipe.tilesLimit());
    }

    static String tooLarge(RecordTooLargeException refused) {
        return "what is to be said of the slide is larger than Kafka takes (" + refused.getMessage()
                + "); has the model very many classes? Else raise max.message.bytes of the topics";
    }

    private static String whatFailed(Throwable failure) {
        if (failure instanceof RecordTooLargeException tooLarge) {
            return tooLarge(tooLarge);
        }
        return failure instanceof OutOfMemoryError
                ? "tiling the slide took more memory than there is; give the tiler more, or check the slide's"
                        + " resolution"
                : "tiling failed, see the tiler's log: " + failure;
    }

    private SlideReader open(TilingTask task) throws SlideException {
        try (Tracing.Stage stage = tracing.begin("open slide")) {
            return slides.open(task.slide());
        }
    }

    private TissueMask tissue(SlideReader slide, double mpp) throws SlideException, InterruptedException {
        try (Tracing.Stage stage = tracing.begin("find tissue")) {
            return TissueMask.find(slide, mpp, recipe.tissue());
        }
    }

    private void deliver(TilingTask task, TilingPlan plan) throws InterruptedException {
        try (Tracing.Stage stage = tracing.begin("publish blocks")) {
            stage.tell("tiles", Long.toString(plan.expectedTiles()));
            delivery.deliver(
                    task.mapId(),
                    Topic.blocksOf(task.slide()),
                    () -> plan.blocks(
                            task.mapId(),
                            task.attempt(),
                            task.slide(),
                            recipe.model().servedId()));
        }
    }

    private String noTissue(TileGrid grid, TissueMask mask) {
        return String.format(
                Locale.ROOT,
                "none of the %d tiles holds %.0f %% tissue (the whole slide %.1f %%); look whether it is blank or out"
                        + " of focus, or lower tissue.fraction",
                (long) grid.columns() * grid.rows(),
                100 * recipe.tissue().minTileFraction(),
                100 * mask.tissueShare());
    }

    private static SlideRejected rejected(TilingTask task, RejectionReason reason, String message) {
        return new SlideRejected(task.mapId(), task.attempt(), task.slide(), reason, message, task.seenAtMillis());
    }
}
