package io.slidestream.slides.codec;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.IntBuffer;

/** Memory for the pixels of one decoded tile, where native code writes and Java reads. */
public final class TilePixels {
    private final int widthPx;
    private final int heightPx;
    private final ByteBuffer bytes;
    private final IntBuffer pixels;
    private final Pointer address;

    public TilePixels(int widthPx, int heightPx) {
        this(
                widthPx,
                heightPx,
                ByteBuffer.allocateDirect(Math.multiplyExact(Math.multiplyExact(widthPx, heightPx), 4)));
    }

    private TilePixels(int widthPx, int heightPx, ByteBuffer bytes) {
        this.widthPx = widthPx;
        this.heightPx = heightPx;
        this.bytes = bytes;
        pixels = bytes.order(ByteOrder.nativeOrder()).asIntBuffer();
        address = Native.getDirectBufferPointer(bytes);
    }

    /** The same memory for a tile of another shape that takes as many bytes. */
    TilePixels reshaped(int newWidthPx, int newHeightPx) {
        return newWidthPx == widthPx && newHeightPx == heightPx ? this : new TilePixels(newWidthPx, newHeightPx, bytes);
    }

    public int widthPx() {
        return widthPx;
    }

    public int heightPx() {
        return heightPx;
    }

    public int lengthBytes() {
        return bytes.capacity();
    }

    /** Pixels row by row, {@code 0xRRGGBB} in the lower 24 bits; the others are undefined. */
    public IntBuffer pixels() {
        return pixels;
    }

    /** For native decoders. */
    public Pointer address() {
        return address;
    }
}
