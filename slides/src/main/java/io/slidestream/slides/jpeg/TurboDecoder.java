package io.slidestream.slides.jpeg;

import com.sun.jna.Pointer;
import io.slidestream.slides.codec.CodecException;
import io.slidestream.slides.codec.TilePixels;
import org.jspecify.annotations.Nullable;

/** libjpeg-turbo, by its TurboJPEG interface. */
final class TurboDecoder implements JpegDecoder {
    private static final int PIXEL_FORMAT_BGRX = 3;
    private static final int ACCURATE_DCT = 4096;
    private static final int STOP_ON_WARNING = 8192;
    /** No more than 500 scans: a progressive stream can ask for hours of work in a few kilobytes. */
    private static final int LIMIT_SCANS = 32_768;

    private @Nullable Pointer handle;

    /** @throws UnsatisfiedLinkError if the machine has no libturbojpeg */
    TurboDecoder() {
        TurboJpegLibrary.load();
        handle = TurboJpegLibrary.tjInitDecompress();
        if (handle == null) {
            throw new IllegalStateException("libturbojpeg has no memory for a decoder");
        }
    }

    @Override
    public void decode(JpegStream stream, TilePixels target) throws CodecException {
        Pointer open = handle;
        if (open == null) {
            throw new IllegalStateException("the decoder is closed");
        }
        int result = TurboJpegLibrary.tjDecompress2(
                open,
                stream.address(),
                stream.lengthBytes(),
                target.address(),
                target.widthPx(),
                4 * target.widthPx(),
                target.heightPx(),
                PIXEL_FORMAT_BGRX,
                ACCURATE_DCT | STOP_ON_WARNING | LIMIT_SCANS);
        if (result != 0) {
            throw new CodecException(TurboJpegLibrary.tjGetErrorStr2(open).getString(0));
        }
    }

    @Override
    public void close() {
        Pointer open = handle;
        handle = null;
        if (open != null) {
            TurboJpegLibrary.tjDestroy(open);
        }
    }
}
