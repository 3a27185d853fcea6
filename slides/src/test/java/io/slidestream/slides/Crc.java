package io.slidestream.slides;

import java.util.zip.CRC32;

/** CRC-32 over red, green, blue of each pixel. */
public final class Crc {
    private Crc() {}

    public static long of(RgbImage image) {
        byte[] bytes = new byte[image.rgb().length * 3];
        int i = 0;
        for (int pixel : image.rgb()) {
            bytes[i++] = (byte) (pixel >> 16);
            bytes[i++] = (byte) (pixel >> 8);
            bytes[i++] = (byte) pixel;
        }
        CRC32 crc = new CRC32();
        crc.update(bytes);
        return crc.getValue();
    }
}
