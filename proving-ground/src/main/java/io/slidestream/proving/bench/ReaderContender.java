package io.slidestream.proving.bench;

import io.slidestream.contracts.Level0Region;
import io.slidestream.slides.Excerpt;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.open.SlideReaders;
import java.nio.file.Path;
import java.util.List;

/**
 * A reader of slides, as workers use it: one for all threads, and a cache of the usual size. The cache is empty when a pass
 * begins but its memory stays, as a worker's does from slide to slide.
 */
final class ReaderContender implements Contender {
    private final Path slide;
    private final ReaderChoice choice;
    private final ReadPlan plan;
    private final int reduction;
    private final TileCache cache = new TileCache(TileCache.DEFAULT_BYTES);

    /** @param reduction the reader may decode at; 1 reads the pixels as they are */
    ReaderContender(Path slide, ReaderChoice choice, ReadPlan plan, int reduction) {
        this.slide = slide;
        this.choice = choice;
        this.plan = plan;
        this.reduction = reduction;
    }

    @Override
    public String name() {
        return choice == ReaderChoice.OPENSLIDE ? "openslide" : "direct";
    }

    @Override
    public Pass open(Order order, int threads) throws SlideException {
        SlideReader reader = SlideReaders.open(slide, choice, cache);
        int[][] pixels = new int[threads][(plan.sidePx() + 2) * (plan.sidePx() + 2)];
        List<Unit> units = plan.units(order).stream()
                .<Unit>map(unit -> (thread, progress) -> {
                    for (Level0Region tile : unit) {
                        read(reader, tile, pixels[thread]);
                        progress.done(1);
                    }
                })
                .toList();
        return new Pass() {
            @Override
            public List<Unit> units() {
                return units;
            }

            @Override
            public void close() {
                reader.close();
            }
        };
    }

    private void read(SlideReader reader, Level0Region tile, int[] pixels) throws SlideException {
        if (choice == ReaderChoice.OPENSLIDE) {
            reader.read(tile, 0); // gives an array by itself
            return;
        }
        try (Excerpt excerpt = reader.excerpt(tile, 0, reduction)) {
            int width = excerpt.widthPx();
            excerpt.copyTo((x, y, run, from, count) -> run.get(from, pixels, y * width + x, count));
        }
    }
}
