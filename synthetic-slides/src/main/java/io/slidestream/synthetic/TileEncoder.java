package io.slidestream.synthetic;

import java.io.IOException;

/** Makes coded tiles of pixels. For one thread. */
public interface TileEncoder extends AutoCloseable {
    /** @param rgb {@code 0xRRGGBB}, row by row */
    byte[] encode(int[] rgb, int widthPx, int heightPx) throws IOException;

    @Override
    void close();

    /**
     * The encoder for a slide's tiles.
     *
     * @throws IllegalArgumentException if the machine lacks its library
     */
    static TileEncoder of(SlideShape shape) {
        return switch (shape.coding()) {
            case JPEG -> fastest(shape.jpeg());
            case JPEG_2000 -> new OpenJpegEncoder(shape.jpeg());
            case RAW -> new YuyvEncoder();
            case DEFLATE, LZW -> new DifferencedEncoder(shape.coding());
        };
    }

    /**
     * Encoder of libjpeg-turbo where the machine has it, which is five times as fast as the JDK's and gives other
     * bytes.
     */
    static TileEncoder fastest(JpegFormat format) {
        return TurboJpegLibrary.present() ? new TurboJpegEncoder(format) : new JpegEncoder(format);
    }
}
