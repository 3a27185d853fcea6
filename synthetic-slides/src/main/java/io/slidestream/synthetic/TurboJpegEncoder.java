package io.slidestream.synthetic;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.NativeLongByReference;
import com.sun.jna.ptr.PointerByReference;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** libjpeg-turbo's encoder. Owns a compressor and its buffers. */
public final class TurboJpegEncoder implements TileEncoder {
    private static final int FULL_CHROMA = 0;
    private static final int HALF_CHROMA = 2;
    /** {@code 0xRRGGBB} in little-endian memory. */
    private static final int BGRX = 3;

    private static final int KEEP_BUFFER = 1024;

    private final JpegFormat format;
    private final int subsampling;
    private @Nullable Pointer compressor;
    private @Nullable Memory jpeg;

    public TurboJpegEncoder(JpegFormat format) {
        this(format, format.colour() == JpegColour.YCBCR_420 ? HALF_CHROMA : FULL_CHROMA);
    }

    /** @param subsampling as TurboJPEG numbers them, instead of the format's */
    TurboJpegEncoder(JpegFormat format, int subsampling) {
        this.format = format;
        this.subsampling = subsampling;
        compressor = TurboJpegLibrary.tjInitCompress();
        if (compressor == null) {
            throw new OutOfMemoryError("libjpeg-turbo has no memory for another compressor");
        }
    }

    @Override
    public byte[] encode(int[] rgb, int widthPx, int heightPx) throws IOException {
        Pointer open = compressor;
        if (open == null || rgb.length != Math.multiplyExact(widthPx, heightPx)) {
            throw new IllegalStateException("closed, or " + rgb.length + " pixels for " + widthPx + "x" + heightPx);
        }
        Memory buffer = buffer(widthPx, heightPx);
        PointerByReference destination = new PointerByReference(buffer);
        NativeLongByReference bytes = new NativeLongByReference(new NativeLong(buffer.size()));
        int failed = format.colour() == JpegColour.RGB
                ? encodeBands(open, Bands.rgb(rgb), widthPx, heightPx, destination, bytes)
                : TurboJpegLibrary.tjCompress2(
                        open,
                        rgb,
                        widthPx,
                        0,
                        heightPx,
                        BGRX,
                        destination,
                        bytes,
                        subsampling,
                        format.quality(),
                        KEEP_BUFFER);
        if (failed != 0) {
            throw new IOException("libjpeg-turbo cannot encode a tile: "
                    + TurboJpegLibrary.tjGetErrorStr2(open).getString(0));
        }
        byte[] file = buffer.getByteArray(0, bytes.getValue().intValue());
        return format.colour() == JpegColour.RGB ? JpegSegments.withoutJfif(file) : file;
    }

    @Override
    public void close() {
        Pointer closing = compressor;
        compressor = null;
        if (closing != null) {
            TurboJpegLibrary.tjDestroy(closing);
        }
    }

    /** Planes are taken for Y, Cb and Cr and stored as they are. */
    private int encodeBands(
            Pointer open,
            byte[][] bands,
            int widthPx,
            int heightPx,
            PointerByReference destination,
            NativeLongByReference bytes) {
        long planeBytes = bands[0].length;
        try (Memory planes = new Memory(3 * planeBytes);
                Memory pointers = new Memory(3L * Native.POINTER_SIZE)) {
            for (int band = 0; band < 3; band++) {
                planes.write(band * planeBytes, bands[band], 0, bands[band].length);
                pointers.setPointer((long) band * Native.POINTER_SIZE, planes.share(band * planeBytes));
            }
            return TurboJpegLibrary.tjCompressFromYUVPlanes(
                    open,
                    pointers,
                    widthPx,
                    null,
                    heightPx,
                    FULL_CHROMA,
                    destination,
                    bytes,
                    format.quality(),
                    KEEP_BUFFER);
        }
    }

    /** Large enough for any picture of the size: no call may grow it. */
    private Memory buffer(int widthPx, int heightPx) {
        long size = TurboJpegLibrary.tjBufSize(widthPx, heightPx, subsampling).longValue();
        Memory current = jpeg;
        if (current == null || current.size() < size) {
            current = new Memory(size);
            jpeg = current;
        }
        return current;
    }
}
