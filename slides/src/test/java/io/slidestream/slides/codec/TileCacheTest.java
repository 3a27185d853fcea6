package io.slidestream.slides.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TileCacheTest {
    private static final int SIDE_PX = 16;
    private static final int TILE_BYTES = SIDE_PX * SIDE_PX * 4;
    private final TileCache cache = new TileCache(4 * TILE_BYTES);
    private final AtomicInteger decoded = new AtomicInteger();
    private final Object slide = new Object();
    private final ExecutorService threads = Executors.newFixedThreadPool(8);

    @AfterEach
    void stop() {
        threads.shutdownNow();
    }

    @Test
    void tile_isDecodedOnce() {
        assertThat(first(1)).isEqualTo(1);
        assertThat(first(1)).isEqualTo(1);

        assertThat(decoded).hasValue(1);
        assertThat(cache.foundTiles()).isEqualTo(1);
    }

    @Test
    void leastRecentlyUsed_goesFirst_andTheBoundHolds() {
        for (int tile = 1; tile <= 4; tile++) {
            first(tile);
        }
        first(1);
        first(5);

        assertThat(cache.sizeBytes()).isEqualTo(4 * TILE_BYTES);
        first(1);
        assertThat(decoded).as("1 is still there").hasValue(5);
        first(2);
        assertThat(decoded).as("2 had to go").hasValue(6);
    }

    @Test
    void tilesInUse_keepTheirPixels_evenBeyondTheBound() {
        List<CachedTile> held = new ArrayList<>();
        for (int tile = 1; tile <= 6; tile++) {
            held.add(hold(tile));
        }

        assertThat(held).extracting(tile -> tile.pixels().pixels().get(0)).containsExactly(1, 2, 3, 4, 5, 6);
        held.forEach(CachedTile::close);
        first(7);
        assertThat(cache.sizeBytes()).isLessThanOrEqualTo(4 * TILE_BYTES);
    }

    @Test
    void tileWhosePixelsAreAllTaken_givesItsMemoryFirst() {
        first(1);
        hold(2).close(SIDE_PX * SIDE_PX);
        first(3);

        assertThat(cache.sizeBytes()).as("3 lies where 2 was").isEqualTo(2 * TILE_BYTES);
        first(1);
        assertThat(decoded).hasValue(3);
    }

    @Test
    void tilesThatAreWantedAgainAfterAll_areKeptLonger() {
        for (int pass = 0; pass < 40; pass++) {
            hold(1).close(SIDE_PX * SIDE_PX);
            hold(2).close(SIDE_PX * SIDE_PX);
        }

        assertThat(decoded.get()).isLessThan(50);
    }

    @Test
    void failure_isTheCallersAndLeavesNothing() {
        assertThatThrownBy(() -> cache.<IOException, RuntimeException>tile(key(1), SIDE_PX, SIDE_PX, target -> {
                    throw new IOException("damaged");
                }))
                .isInstanceOf(IOException.class)
                .hasMessage("damaged");

        assertThat(first(1)).isEqualTo(1);
        assertThat(cache.sizeBytes()).isEqualTo(TILE_BYTES);
    }

    @Test
    void forget_dropsOneSlide_evenWhileItsTilesAreInUse() {
        CachedTile held = hold(1);
        cache.forget(slide);

        assertThat(held.pixels().pixels().get(0)).isEqualTo(1);
        held.close();
        first(1);
        assertThat(decoded).hasValue(2);
    }

    @Test
    void manyThreads_decodeEachTileOnce_andSeeItsPixels() throws Exception {
        TileCache large = new TileCache(64 * TILE_BYTES);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<Boolean>> readers = new ArrayList<>();
        for (int thread = 0; thread < 8; thread++) {
            readers.add(threads.submit(() -> {
                start.await();
                boolean right = true;
                for (int i = 0; i < 2000; i++) {
                    int wanted = i % 40;
                    try (CachedTile tile = hold(large, wanted)) {
                        right &= tile.pixels().pixels().get(7) == wanted;
                    }
                }
                return right;
            }));
        }
        start.countDown();

        for (Future<Boolean> reader : readers) {
            assertThat(reader.get()).isTrue();
        }
        assertThat(decoded).hasValue(40);
    }

    private int first(int tile) {
        try (CachedTile held = hold(tile)) {
            return held.pixels().pixels().get(0);
        }
    }

    private CachedTile hold(int tile) {
        return hold(cache, tile);
    }

    private CachedTile hold(TileCache from, int tile) {
        return from.<RuntimeException, RuntimeException>tile(key(tile), SIDE_PX, SIDE_PX, target -> {
            decoded.incrementAndGet();
            for (int i = 0; i < SIDE_PX * SIDE_PX; i++) {
                target.pixels().put(i, tile);
            }
        });
    }

    private TileCache.Key key(int tile) {
        return new TileCache.Key(slide, 0, tile, 1);
    }
}
