package io.slidestream.synthetic;

import io.slidestream.contracts.PlausibleMpp;
import java.util.OptionalDouble;

/**
 * All of a slide's file but its pixels.
 *
 * @param mpp microns per level-0 pixel that the slide states; empty where it states none
 * @param tilePx side of a JPEG tile, a multiple of 16
 * @param jpeg colours and quality of JPEG 2000 as well
 * @param bigTiffAboveBytes beyond this size the file is a BigTIFF
 */
public record SlideShape(
        int widthPx,
        int heightPx,
        OptionalDouble mpp,
        int tilePx,
        JpegFormat jpeg,
        long bigTiffAboveBytes,
        TileCoding coding,
        SlideContainer container) {
    /** Bytes that a classic TIFF can address. */
    public static final long CLASSIC_TIFF_BYTES = 0xffff_ffffL;

    /** A pyramid ends with a level no larger than this. */
    private static final int MAX_COARSEST_SIDE_PX = 2560;

    private static final int MIN_LEVELS = 3;

    /** An SVS of JPEG tiles. */
    public SlideShape(
            int widthPx, int heightPx, OptionalDouble mpp, int tilePx, JpegFormat jpeg, long bigTiffAboveBytes) {
        this(widthPx, heightPx, mpp, tilePx, jpeg, bigTiffAboveBytes, TileCoding.JPEG, SlideContainer.SVS);
    }

    public SlideShape {
        checkSize(widthPx, heightPx);
        mpp.ifPresent(SlideShape::checkMpp);
        checkTilePx(tilePx);
        if (container == SlideContainer.NDPI && coding != TileCoding.JPEG) {
            throw new IllegalArgumentException("an NDPI holds JPEG, not " + coding.label());
        }
        if (container == SlideContainer.PHILIPS && coding != TileCoding.JPEG) {
            throw new IllegalArgumentException("Philips' TIFF holds JPEG, not " + coding.label());
        }
        boolean dicom = container == SlideContainer.DICOM;
        if (container != SlideContainer.SVS && !dicom && coding == TileCoding.RAW) {
            throw new IllegalArgumentException("raw tiles are written as Aperio's, in an .svs, and in DICOM alone");
        }
        if (dicom && (coding == TileCoding.DEFLATE || coding == TileCoding.LZW)) {
            throw new IllegalArgumentException("DICOM holds jpeg, jpeg2000 or raw, not " + coding.label());
        }
    }

    /** Levels are 4x steps. */
    int levels() {
        int levels = MIN_LEVELS;
        while (Math.max(widthPx(levels - 1), heightPx(levels - 1)) > MAX_COARSEST_SIDE_PX) {
            levels++;
        }
        return levels;
    }

    int widthPx(int level) {
        return Math.max(1, widthPx >> (2 * level));
    }

    int heightPx(int level) {
        return Math.max(1, heightPx >> (2 * level));
    }

    int columns(int level) {
        return (widthPx(level) - 1) / tilePx + 1;
    }

    int rows(int level) {
        return (heightPx(level) - 1) / tilePx + 1;
    }

    static void checkSize(int widthPx, int heightPx) {
        inRange("widthPx", widthPx, 64, 1_000_000);
        inRange("heightPx", heightPx, 64, 1_000_000);
    }

    static void checkMpp(double mpp) {
        PlausibleMpp.check("mpp", mpp);
    }

    static void checkTilePx(int tilePx) {
        if (tilePx % 16 != 0) {
            throw new IllegalArgumentException("jpegTilePx must be a multiple of 16, was " + tilePx);
        }
        inRange("jpegTilePx", tilePx, 64, 1024);
    }

    static int inRange(String name, int value, int min, int max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be in " + min + ".." + max + ", was " + value);
        }
        return value;
    }
}
