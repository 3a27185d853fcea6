package io.slidestream.worker;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.TileBlock;
import io.slidestream.slides.Excerpt;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.worker.scoring.TileSource;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One-pixel tiles whose value is {@code 16 * row + column}; cells and slides can be made to fail. */
public final class FakeTiles implements TileSource {
    public final List<Cell> read = new CopyOnWriteArrayList<>();
    public final Map<Cell, Exception> failures = new ConcurrentHashMap<>();
    public final AtomicInteger open = new AtomicInteger();
    public volatile @Nullable SlideException openFailure;

    /** The value that {@link #write} puts into every place of the patch. */
    public static float valueOf(Cell cell) {
        return 16f * cell.row() + cell.column();
    }

    /** A writer for {@link FakeEngine}. */
    public static void write(Excerpt tile, FloatBuffer patches, int index) {
        tile.copyTo((x, y, pixels, from, count) -> {
            for (int i = 0; i < 3; i++) {
                patches.put(3 * index + i, pixels.get(from));
            }
        });
    }

    @Override
    public OpenTiles open(TileBlock block) throws SlideException {
        SlideException failure = openFailure;
        if (failure != null) {
            throw failure;
        }
        open.incrementAndGet();
        return new OpenTiles() {
            @Override
            public Excerpt read(Cell cell) throws SlideException {
                read.add(cell);
                Exception cause = failures.get(cell);
                if (cause instanceof SlideException slide) {
                    throw slide;
                }
                if (cause instanceof RuntimeException other) {
                    throw other;
                }
                return Excerpt.of(new RgbImage(1, 1, new int[] {(int) valueOf(cell)}));
            }

            @Override
            public void close() {
                open.decrementAndGet();
            }
        };
    }
}
