package io.slidestream.contracts;

import java.util.Locale;
import java.util.OptionalLong;

/**
 * How many tiles a slide is about to make, and how long they take. More than usual are asked about before they are made:
 * mostly the resolution is wrong.
 *
 * @param tiles about, or at most
 * @param tilesPerSecond measured; 0 where nothing was
 */
public record TileEstimate(long tiles, double tilesPerSecond) {
    /** Tiles of one slide that nobody is asked about: more than twice those of a whole glass scanned at 20x. */
    public static final int USUAL = 100_000;

    public TileEstimate {
        if (tiles < 0) {
            throw new IllegalArgumentException("tiles must not be negative, was " + tiles);
        }
        if (!(tilesPerSecond >= 0) || Double.isInfinite(tilesPerSecond)) {
            throw new IllegalArgumentException("tilesPerSecond must be a number from 0 on, was " + tilesPerSecond);
        }
    }

    /** About as many as a map of so many tiles has if its slide has other microns per pixel. */
    public static long atOtherMpp(long tiles, double mpp, double otherMpp) {
        double ratio = otherMpp / mpp;
        return Math.max(1, Math.round(tiles * ratio * ratio));
    }

    public boolean isUsual() {
        return tiles <= USUAL;
    }

    /** Empty where nothing was measured. */
    public OptionalLong seconds() {
        return tilesPerSecond == 0 ? OptionalLong.empty() : OptionalLong.of(Math.round(tiles / tilesPerSecond));
    }

    /** The time in words: {@code some 3.5 h}; or that it is not known. */
    public String time() {
        OptionalLong seconds = seconds();
        if (seconds.isEmpty()) {
            return "how long they take is not known, nothing was measured yet";
        }
        double minutes = seconds.getAsLong() / 60.0;
        String length = minutes < 90
                ? Math.max(1, Math.round(minutes)) + " min"
                : minutes < 48 * 60
                        ? String.format(Locale.ROOT, "%.1f h", minutes / 60)
                        : String.format(Locale.ROOT, "%.1f days", minutes / 60 / 24);
        return String.format(Locale.ROOT, "some %s at %.0f tiles a second", length, Math.max(1, tilesPerSecond));
    }

    /** The number of tiles in words: {@code 1,234,567 tiles}. */
    public String number() {
        return String.format(Locale.ROOT, "%,d tiles", tiles);
    }
}
