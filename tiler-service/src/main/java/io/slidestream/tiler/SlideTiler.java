package io.slidestream.tiler;

import io.slidestream.contracts.Model;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideEvent;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TilingSpec;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.Health;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;
import java.util.List;
import java.util.Locale;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes one slide's tile blocks and its manifest, the manifest only after every block is in the log: who sees a manifest
 * may count on its blocks. A slide that cannot be mapped gets a rejection instead. Safe for concurrent use.
 */
final class SlideTiler {
    private static final Logger log = LoggerFactory.getLogger(SlideTiler.class);

    private final SlideOpener slides;
    private final Delivery delivery;
    private final Model model;
    private final TilingSpec spec;
    private final TissueSettings tissue;
    private final TilerMetrics metrics;

    SlideTiler(
            SlideOpener slides,
            Delivery delivery,
            Model model,
            TilingSpec spec,
            TissueSettings tissue,
            TilerMetrics metrics) {
        this.slides = slides;
        this.delivery = delivery;
        this.model = model;
        this.spec = spec;
        this.tissue = tissue;
        this.metrics = metrics;
    }

    /**
     * What was said of the slide on topic {@code slides}; it is in the log.
     *
     * @throws InterruptedException in the middle: blocks may be in the log, the manifest is not
     */
    SlideEvent tile(TilingTask task) throws InterruptedException {
        SlideEvent event = outcome(task);
        delivery.deliver(Topic.SLIDES, task.mapId(), () -> List.of(event).iterator());
        if (event instanceof SlideTiled tiled) {
            log.info(
                    "tiled {}: {} tiles of {} px; tissue found in {} ms, published in {} ms",
                    task,
                    tiled.expectedTiles(),
                    tiled.grid().tileSizePx(),
                    tiled.tissueNanos() / 1_000_000,
                    tiled.publishNanos() / 1_000_000);
            metrics.tiled(tiled);
        } else if (event instanceof SlideRejected rejected) {
            log.info("rejected {}: {}: {}", task, rejected.reason().label(), rejected.message());
            metrics.rejected(rejected.reason());
        }
        return event;
    }

    Health check() {
        return delivery.check();
    }

    private SlideEvent outcome(TilingTask task) throws InterruptedException {
        try {
            return publishBlocks(task);
        } catch (SlideException e) {
            return rejected(task, e.reason(), String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            if (Thread.interrupted()) {
                throw (InterruptedException) new InterruptedException("stopped while tiling " + task).initCause(e);
            }
            log.error("tiling {} failed", task, e);
            return rejected(task, RejectionReason.FAILED, "tiling failed, see the tiler's log: " + e);
        }
    }

    private SlideTiled publishBlocks(TilingTask task) throws SlideException, InterruptedException {
        long start = System.nanoTime();
        try (SlideReader slide = slides.open(task.slide())) {
            SlideProperties properties = slide.properties();
            double mpp = properties.requireMpp(spec.mppOverride());
            TileGrid grid = TilingPlan.grid(properties, mpp, spec);
            long opened = System.nanoTime();
            TissueMask mask = TissueMask.find(slide, mpp, tissue);
            TilingPlan plan = new TilingPlan(grid, region -> mask.tissueShare(region) >= tissue.minTileShare());
            long expectedTiles = plan.expectedTiles();
            if (expectedTiles == 0) {
                throw new SlideException(RejectionReason.NO_TISSUE, noTissue(grid, mask));
            }
            long planned = System.nanoTime();
            delivery.deliver(
                    Topic.TILE_BLOCKS,
                    task.mapId(),
                    () -> plan.blocks(task.mapId(), task.attempt(), task.slide(), model.id()));
            return new SlideTiled(
                    task.mapId(),
                    task.attempt(),
                    task.slide(),
                    grid,
                    model,
                    expectedTiles,
                    properties.vendor(),
                    task.seenAtMillis(),
                    opened - start,
                    planned - opened,
                    System.nanoTime() - planned);
        }
    }

    private String noTissue(TileGrid grid, TissueMask mask) {
        return String.format(
                Locale.ROOT,
                "none of the %d tiles holds %.0f %% tissue (the whole slide %.1f %%); look whether it is blank or out of"
                        + " focus, or lower tissue.share",
                (long) grid.columns() * grid.rows(),
                100 * tissue.minTileShare(),
                100 * mask.tissueShare());
    }

    private static SlideRejected rejected(TilingTask task, RejectionReason reason, String message) {
        return new SlideRejected(task.mapId(), task.attempt(), task.slide(), reason, message, task.seenAtMillis());
    }
}
