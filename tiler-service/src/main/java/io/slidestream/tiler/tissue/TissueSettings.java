package io.slidestream.tiler.tissue;

/**
 * Settings that tell tissue from glass. Lengths are on the tissue, not in pixels, so that slides of any magnification
 * are treated alike.
 *
 * @param minUmPerPx the mask's resolution is at least this many microns per pixel where the slide is finer
 * @param maxUmPerPx the coarsest pyramid level that may be used
 * @param medianSidePx side of the median's window in mask pixels, odd
 * @param minThreshold lower bound of Otsu's threshold on 8-bit HSV saturation: without it, glass alone has tissue
 * @param maxThreshold upper bound: Otsu alone is strict and loses pale stroma and mucus
 * @param minBrightness pixels darker than this (0..255, the brightest channel) have no colour to speak of
 * @param closeSidePx side of the closing's square in mask pixels
 * @param minObjectUm tissue smaller than a square of this side is dust, ink no pen stroke
 * @param maxHoleUm holes smaller than a square of this side belong to the tissue
 * @param ink what becomes of pen marks
 * @param minTileShare a tile is tissue when at least this share of it is. A tenth keeps the tissue's rim: classifying
 *     some glass costs milliseconds and the network has a class for it, a missed piece of tumour costs the map its point
 */
public record TissueSettings(
        double minUmPerPx,
        double maxUmPerPx,
        int medianSidePx,
        int minThreshold,
        int maxThreshold,
        int minBrightness,
        int closeSidePx,
        double minObjectUm,
        double maxHoleUm,
        InkHandling ink,
        double minTileShare) {
    /** The values used unless configured otherwise; sources: CLAM and WSInfer, thresholds measured. */
    public static final TissueSettings DEFAULT =
            new TissueSettings(8, 16, 7, 8, 20, 20, 6, 200, 190, InkHandling.AUTO, 0.1);

    public TissueSettings {
        if (!(minUmPerPx > 0 && minUmPerPx * 2 <= maxUmPerPx)) {
            throw new IllegalArgumentException(
                    "maxUmPerPx must be at least twice minUmPerPx=" + minUmPerPx + ", was " + maxUmPerPx);
        }
        if (medianSidePx < 1 || medianSidePx % 2 == 0) {
            throw new IllegalArgumentException("medianSidePx must be odd and positive, was " + medianSidePx);
        }
        if (minThreshold < 0 || minThreshold > maxThreshold || maxThreshold > 255) {
            throw new IllegalArgumentException(
                    "thresholds must be in 0..255 and in order, were " + minThreshold + " and " + maxThreshold);
        }
        if (minBrightness < 0 || minBrightness > 255) {
            throw new IllegalArgumentException("minBrightness must be in 0..255, was " + minBrightness);
        }
        if (closeSidePx < 1) {
            throw new IllegalArgumentException("closeSidePx must be positive, was " + closeSidePx);
        }
        if (!(minObjectUm >= 0 && maxHoleUm >= 0)) {
            throw new IllegalArgumentException(
                    "minObjectUm and maxHoleUm must not be negative, were " + minObjectUm + " and " + maxHoleUm);
        }
        if (!(minTileShare > 0 && minTileShare <= 1)) {
            throw new IllegalArgumentException("minTileShare must be in (0, 1], was " + minTileShare);
        }
    }

    public TissueSettings withMinTileShare(double share) {
        return with(ink, share);
    }

    public TissueSettings withInk(InkHandling handling) {
        return with(handling, minTileShare);
    }

    private TissueSettings with(InkHandling handling, double share) {
        return new TissueSettings(
                minUmPerPx,
                maxUmPerPx,
                medianSidePx,
                minThreshold,
                maxThreshold,
                minBrightness,
                closeSidePx,
                minObjectUm,
                maxHoleUm,
                handling,
                share);
    }

    /**
     * Names the algorithm and every parameter: part of the map id, so a change of either makes a new map. The leading
     * number counts changes of the algorithm.
     */
    public String version() {
        return "saturation-3 res=" + minUmPerPx + ".." + maxUmPerPx + "um median=" + medianSidePx + " otsu="
                + minThreshold + ".." + maxThreshold + " bright=" + minBrightness + " close=" + closeSidePx
                + " objects="
                + minObjectUm + "um holes=" + maxHoleUm + "um ink=" + ink.label() + " share=" + minTileShare;
    }
}
