package io.slidestream.synthetic;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/*
 * Decoding costs what the entropy of the tiles is. Every cell shows another part of its class's texture; on it lies what
 * the textures lack of a real section: stain that varies from one 2x2 square to the next, mostly in green, and a camera's
 * noise in each pixel. The amplitudes are set so that tissue takes the bytes that real H&E takes at the same quality
 * (docs/performance.md has the figures).
 */
/** The synthetic section with every tile's own pixels: nothing repeats, whatever a reader may keep. */
final class TexturePixels implements PixelSource {
    private static final int STAIN_CHANGE = 24;
    private static final int NOISE = 4;
    private static final int GLASS_NOISE = 3;

    private final TissueLayout layout;
    private final int tilePx;
    private final int cellPx;
    private final long seed;
    private final Map<TissueClass, Canvas> textures = new EnumMap<>(TissueClass.class);

    TexturePixels(TissueLayout layout, int tilePx, int cellPx, double mpp, long seed) {
        this.layout = layout;
        this.tilePx = tilePx;
        this.cellPx = cellPx;
        this.seed = seed;
        for (TissueClass tissue : TissueClass.values()) {
            textures.put(tissue, Texture.paint(tissue, Mosaic.STEP * tilePx, mpp, seed));
        }
    }

    @Override
    public void tile(int column, int row, int[] rgb) {
        int left = column * tilePx;
        int top = row * tilePx;
        TissueClass tissue = layout.at(left, top);
        if (tissue == null) {
            Arrays.fill(rgb, Texture.GLASS);
        } else {
            long cell = mixed(seed * 0x9e3779b97f4a7c15L + ((long) (left / cellPx) << 32) + top / cellPx);
            Objects.requireNonNull(textures.get(tissue))
                    .wrappedPart(left + (int) (cell >>> 48), top + (int) (cell >>> 32 & 0xffff), tilePx, rgb);
        }
        long tile = mixed(seed + ((long) column << 32) + row);
        if (tissue != null && tissue != TissueClass.BACK) {
            stain(rgb, tilePx, tile);
            noise(rgb, NOISE, tile);
        } else {
            noise(rgb, GLASS_NOISE, tile);
        }
    }

    /** Lighter and darker stain in squares of 2x2 pixels. */
    private static void stain(int[] rgb, int tilePx, long start) {
        RandomBytes bytes = new RandomBytes(~start);
        for (int y = 0; y < tilePx; y += 2) {
            for (int x = 0; x < tilePx; x += 2) {
                int green = bytes.next(STAIN_CHANGE);
                int i = y * tilePx + x;
                change(rgb, i, green >> 1, green, green >> 2);
                change(rgb, i + 1, green >> 1, green, green >> 2);
                change(rgb, i + tilePx, green >> 1, green, green >> 2);
                change(rgb, i + tilePx + 1, green >> 1, green, green >> 2);
            }
        }
    }

    private static void noise(int[] rgb, int amplitude, long start) {
        RandomBytes bytes = new RandomBytes(start);
        for (int i = 0; i < rgb.length; i++) {
            int grey = bytes.next(amplitude);
            change(rgb, i, grey, grey, grey);
        }
    }

    private static void change(int[] rgb, int i, int red, int green, int blue) {
        int pixel = rgb[i];
        rgb[i] = clamp((pixel >> 16 & 255) + red) << 16
                | clamp((pixel >> 8 & 255) + green) << 8
                | clamp((pixel & 255) + blue);
    }

    private static int clamp(int value) {
        return Math.max(0, Math.min(255, value));
    }

    /** SplitMix64's last step: near numbers come far apart. */
    private static long mixed(long value) {
        long z = (value ^ value >>> 30) * 0xbf58476d1ce4e5b9L;
        z = (z ^ z >>> 27) * 0x94d049bb133111ebL;
        return z ^ z >>> 31;
    }
}
