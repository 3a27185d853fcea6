package io.slidestream.trainer.feed;

import io.slidestream.networks.patches.PillowResize;
import io.slidestream.trainer.data.Tile;
import io.slidestream.trainer.picture.TilePicture;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReferenceArray;

/**
 * The pixels of tiles at the network's size. What fits into the room given is kept, in the order of first use; the rest
 * is read anew each time. An epoch passes over all tiles once, so keeping some for good saves more readings than keeping
 * the latest. Safe for concurrent use.
 */
final class TilePixels {
    private final List<Tile> tiles;
    private final AtomicReferenceArray<byte[]> kept;
    private final AtomicLong roomBytes;
    private final ThreadLocal<PillowResize> resize;

    /** @param roomBytes most that is kept */
    TilePixels(List<Tile> tiles, int sizePx, long roomBytes) {
        this.tiles = tiles;
        this.roomBytes = new AtomicLong(roomBytes);
        kept = new AtomicReferenceArray<>(tiles.size());
        resize = ThreadLocal.withInitial(() -> new PillowResize(sizePx));
    }

    /** A fourth of the heap. */
    static long usualRoomBytes() {
        return Runtime.getRuntime().maxMemory() / 4;
    }

    /** Three bytes a pixel: red, green, blue. Must not be changed. */
    byte[] of(int tile) {
        byte[] known = kept.get(tile);
        if (known != null) {
            return known;
        }
        byte[] pixels = read(tile);
        if (roomBytes.addAndGet(-pixels.length) < 0) {
            roomBytes.addAndGet(pixels.length);
        } else if (!kept.compareAndSet(tile, null, pixels)) {
            roomBytes.addAndGet(pixels.length); // another thread was first
        }
        return pixels;
    }

    private byte[] read(int tile) {
        TilePicture picture = tiles.get(tile).read();
        int[] rgb = resize.get().toSquare(picture.rgb(), picture.widthPx(), picture.heightPx());
        byte[] bytes = new byte[3 * rgb.length];
        for (int i = 0; i < rgb.length; i++) {
            bytes[3 * i] = (byte) (rgb[i] >> 16);
            bytes[3 * i + 1] = (byte) (rgb[i] >> 8);
            bytes[3 * i + 2] = (byte) rgb[i];
        }
        return bytes;
    }
}
