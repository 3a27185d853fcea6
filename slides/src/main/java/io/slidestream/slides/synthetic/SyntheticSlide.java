package io.slidestream.slides.synthetic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A slide made by program: an Aperio-style tiled pyramid (downsamples 1, 4, 16 and on) whose tissue consists of nine
 * known textures. Equal settings give equal bytes on one Java release. Equal tiles share their bytes unless {@link
 * Builder#distinct()}: that makes 40,000 x 30,000 px a matter of seconds and megabytes, but would flatter a measurement
 * of reading.
 */
public final class SyntheticSlide {
    /** The resolution that the textures are drawn for when the slide does not say its own. */
    private static final double NOMINAL_MPP = 0.5;

    final int widthPx;
    final int heightPx;
    final OptionalDouble mpp;
    final long seed;
    final int tilePx;
    final int cellPx;
    final boolean distinct;
    final long bigAboveBytes;
    final Set<TilePosition> corruptTiles;
    private final TissueLayout layout;

    /** A JPEG tile of level 0. */
    record TilePosition(int column, int row) {}

    private SyntheticSlide(Builder builder) {
        widthPx = builder.widthPx;
        heightPx = builder.heightPx;
        mpp = builder.mpp;
        seed = builder.seed;
        tilePx = builder.tilePx;
        cellPx = tilePx * (builder.cellTiles > 0 ? builder.cellTiles : defaultCellTiles());
        distinct = builder.distinct;
        bigAboveBytes = builder.bigAboveBytes;
        corruptTiles = Set.copyOf(builder.corruptTiles);
        layout = new TissueLayout(widthPx, heightPx, cellPx, seed);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Where the truth of a slide is written: beside it, as {@code <name>.truth.csv}. */
    public static Path truthPath(Path slide) {
        return slide.resolveSibling(slide.getFileName() + ".truth.csv");
    }

    /** What the slide shows, cell by cell; the rest is bare glass. */
    public List<TruthCell> truth() {
        return layout.truth();
    }

    /**
     * Writes the slide, and its truth beside it (level-0 pixels, one row a cell). The slide appears under its name when
     * it is complete.
     */
    public void write(Path path) throws IOException {
        StringBuilder csv = new StringBuilder("minx,miny,width,height,class\n");
        for (TruthCell cell : truth()) {
            csv.append(cell.region().x()).append(',').append(cell.region().y()).append(',');
            csv.append(cell.region().width())
                    .append(',')
                    .append(cell.region().height())
                    .append(',');
            csv.append(cell.tissue()).append('\n');
        }
        Files.writeString(truthPath(path), csv, StandardCharsets.US_ASCII);
        Path part = path.resolveSibling("." + path.getFileName() + ".part");
        try {
            Mosaic mosaic = new Mosaic(layout, tilePx, mpp.orElse(NOMINAL_MPP), seed);
            try (SlideWriter writer = new SlideWriter(this, mosaic, part)) {
                writer.write();
            }
            Files.move(part, path, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /** Large enough for whole tiles of a network inside, small enough for several patches on a small slide. */
    private int defaultCellTiles() {
        return Math.max(1, Math.min(4, (Math.min(widthPx, heightPx) + 3 * tilePx) / (6 * tilePx)));
    }

    /** The settings of a synthetic slide; every one but the size has a default. */
    public static final class Builder {
        private int widthPx = 4000;
        private int heightPx = 3000;
        private OptionalDouble mpp = OptionalDouble.of(NOMINAL_MPP);
        private long seed = 1;
        private int tilePx = 256;
        private int cellTiles;
        private boolean distinct;
        private long bigAboveBytes = 0xffff_ffffL;
        private final Set<TilePosition> corruptTiles = new HashSet<>();

        private Builder() {}

        public Builder size(int newWidthPx, int newHeightPx) {
            widthPx = inRange("widthPx", newWidthPx, 64, 1_000_000);
            heightPx = inRange("heightPx", newHeightPx, 64, 1_000_000);
            return this;
        }

        /** Microns per level-0 pixel; structures are drawn to this scale. */
        public Builder mpp(double newMpp) {
            if (!(newMpp >= 0.05 && newMpp <= 5)) {
                throw new IllegalArgumentException("mpp must be in 0.05..5, was " + newMpp);
            }
            mpp = OptionalDouble.of(newMpp);
            return this;
        }

        /** The slide does not say its microns per pixel. */
        public Builder withoutMpp() {
            mpp = OptionalDouble.empty();
            return this;
        }

        public Builder seed(long newSeed) {
            seed = newSeed;
            return this;
        }

        /** Side of a JPEG tile, a multiple of 16. */
        public Builder jpegTilePx(int newTilePx) {
            if (newTilePx % 16 != 0) {
                throw new IllegalArgumentException("jpegTilePx must be a multiple of 16, was " + newTilePx);
            }
            tilePx = inRange("jpegTilePx", newTilePx, 64, 1024);
            return this;
        }

        /** Side of a truth cell in JPEG tiles; 1 to 4 by the slide's size where not given. */
        public Builder cellTiles(int newCellTiles) {
            cellTiles = inRange("cellTiles", newCellTiles, 1, 64);
            return this;
        }

        /** Every tile gets bytes of its own, as on a scanner's slide. */
        public Builder distinct() {
            distinct = true;
            return this;
        }

        /** Fills a JPEG tile of level 0 with junk, so that reading it fails. */
        public Builder corruptTile(int column, int row) {
            corruptTiles.add(new TilePosition(column, row));
            return this;
        }

        /** Beyond this size the file is a BigTIFF. */
        Builder bigTiffAbove(long bytes) {
            bigAboveBytes = bytes;
            return this;
        }

        public SyntheticSlide build() {
            return new SyntheticSlide(this);
        }

        /** Builds and {@linkplain SyntheticSlide#write writes}. */
        public SyntheticSlide write(Path path) throws IOException {
            SyntheticSlide slide = build();
            slide.write(path);
            return slide;
        }

        private static int inRange(String name, int value, int min, int max) {
            if (value < min || value > max) {
                throw new IllegalArgumentException(name + " must be in " + min + ".." + max + ", was " + value);
            }
            return value;
        }
    }
}
