package io.slidestream.synthetic;

import java.io.IOException;

/** Makes JPEG files of pixels. For one thread. */
public interface TileEncoder extends AutoCloseable {
    /** @param rgb {@code 0xRRGGBB}, row by row */
    byte[] encode(int[] rgb, int widthPx, int heightPx) throws IOException;

    @Override
    void close();

    /**
     * Encoder of libjpeg-turbo where the machine has it, which is five times as fast as the JDK's and gives other
     * bytes.
     */
    static TileEncoder fastest(JpegFormat format) {
        return TurboJpegLibrary.present() ? new TurboJpegEncoder(format) : new JpegEncoder(format);
    }
}
