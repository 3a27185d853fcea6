package io.slidestream.tiler.tissue;

/**
 * Settings that tell tissue from glass. Lengths are on the tissue, not in pixels, so that slides of any magnification
 * are treated alike.
 *
 * @param ink what becomes of pen marks
 * @param minTileFraction a tile is tissue when at least this fraction of it is. A tenth keeps the tissue's rim:
 *     classifying some glass costs milliseconds and the network has a class for it, a missed piece of tumour costs the
 *     map its point
 */
public record TissueSettings(
        Resolution resolution, Colour colour, Shapes shapes, InkHandling ink, double minTileFraction) {
    /** The values used unless configured otherwise; sources: CLAM and WSInfer, thresholds measured. */
    public static final TissueSettings DEFAULT = new TissueSettings(
            new Resolution(8, 16), new Colour(7, 8, 20, 20), new Shapes(6, 200, 190), InkHandling.AUTO, 0.1);

    /**
     * How fine the mask is.
     *
     * @param minUmPerPx the mask's resolution is at least this many microns per pixel where the slide is finer
     * @param maxUmPerPx the coarsest pyramid level that may be used
     */
    public record Resolution(double minUmPerPx, double maxUmPerPx) {
        public Resolution {
            if (!(minUmPerPx > 0 && minUmPerPx * 2 <= maxUmPerPx)) {
                throw new IllegalArgumentException(
                        "maxUmPerPx must be at least twice minUmPerPx=" + minUmPerPx + ", was " + maxUmPerPx);
            }
        }
    }

    /**
     * What is coloured enough.
     *
     * @param medianSidePx side of the median's window in mask pixels, odd
     * @param minThreshold lower bound of Otsu's threshold on 8-bit HSV saturation: without it, glass alone has tissue
     * @param maxThreshold upper bound: Otsu alone is strict and loses pale stroma and mucus
     * @param minBrightness pixels darker than this (0..255, the brightest channel) have no colour to speak of
     */
    public record Colour(int medianSidePx, int minThreshold, int maxThreshold, int minBrightness) {
        public Colour {
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
        }
    }

    /**
     * What is large enough.
     *
     * @param closeSidePx side of the closing's square in mask pixels
     * @param minObjectUm tissue smaller than a square of this side is dust, ink no pen stroke
     * @param maxHoleUm holes smaller than a square of this side belong to the tissue
     */
    public record Shapes(int closeSidePx, double minObjectUm, double maxHoleUm) {
        public Shapes {
            if (closeSidePx < 1) {
                throw new IllegalArgumentException("closeSidePx must be positive, was " + closeSidePx);
            }
            if (!(minObjectUm >= 0 && maxHoleUm >= 0)) {
                throw new IllegalArgumentException(
                        "minObjectUm and maxHoleUm must not be negative, were " + minObjectUm + " and " + maxHoleUm);
            }
        }
    }

    public TissueSettings {
        if (!(minTileFraction > 0 && minTileFraction <= 1)) {
            throw new IllegalArgumentException("minTileFraction must be in (0, 1], was " + minTileFraction);
        }
    }

    public TissueSettings withMinTileFraction(double fraction) {
        return new TissueSettings(resolution, colour, shapes, ink, fraction);
    }

    public TissueSettings withInk(InkHandling handling) {
        return new TissueSettings(resolution, colour, shapes, handling, minTileFraction);
    }

    /**
     * Names the algorithm and every parameter: part of the map id, so a change of either makes a new map. The leading
     * number counts changes of the algorithm.
     */
    public String version() {
        return "saturation-3 res=" + resolution.minUmPerPx + ".." + resolution.maxUmPerPx + "um median="
                + colour.medianSidePx + " otsu=" + colour.minThreshold + ".." + colour.maxThreshold + " bright="
                + colour.minBrightness + " close=" + shapes.closeSidePx + " objects=" + shapes.minObjectUm + "um holes="
                + shapes.maxHoleUm + "um ink=" + ink.label() + " share=" + minTileFraction;
    }
}
