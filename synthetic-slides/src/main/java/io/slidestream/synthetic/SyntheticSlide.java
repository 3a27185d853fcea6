package io.slidestream.synthetic;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * A slide made by program: an Aperio-style tiled pyramid (downsamples 1, 4, 16 and on) whose tissue consists of nine
 * known textures. Equal settings give equal bytes on one Java release. Equal tiles share their bytes unless {@link
 * Builder#distinct()}: that makes 40,000 x 30,000 px a matter of a second and 2 MB, but would flatter a measurement of
 * reading. With {@code distinct} each tile has pixels and bytes of its own, equal on one release of libjpeg-turbo.
 */
public final class SyntheticSlide {
    /** The resolution that the textures are drawn for when the slide does not say its own. */
    private static final double NOMINAL_MPP = 0.5;

    final SlideShape shape;
    final Set<TilePosition> corruptTiles;
    final Set<TilePosition> missingTiles;
    private final long seed;
    private final int cellPx;
    private final boolean distinct;
    private final DicomForm.Tiling tiling;
    private final TissueLayout layout;

    /** A JPEG tile of level 0. */
    record TilePosition(int column, int row) {}

    private SyntheticSlide(Builder builder) {
        shape = new SlideShape(
                builder.widthPx,
                builder.heightPx,
                builder.mpp,
                builder.tilePx,
                builder.jpeg,
                builder.bigTiffAbove,
                builder.coding,
                builder.container);
        seed = builder.seed;
        cellPx = shape.tilePx() * (builder.cellTiles > 0 ? builder.cellTiles : defaultCellTiles(shape));
        distinct = builder.distinct;
        tiling = builder.tiling;
        corruptTiles = Set.copyOf(builder.corruptTiles);
        missingTiles = Set.copyOf(builder.missingTiles);
        if (distinct && !(corruptTiles.isEmpty() && missingTiles.isEmpty())) {
            throw new IllegalArgumentException("a slide of distinct tiles has neither corrupt nor missing ones");
        }
        layout = new TissueLayout(shape.widthPx(), shape.heightPx(), cellPx, seed);
    }

    public static Builder builder() {
        return new Builder();
    }

    /** Path of a slide's truth: beside it, as {@code <name>.truth.csv}. */
    public static Path truthPath(Path slide) {
        return slide.resolveSibling(slide.getFileName() + ".truth.csv");
    }

    /** Classes that the slide shows, cell by cell; the rest is bare glass. */
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
        if (shape.container() == SlideContainer.DICOM) {
            DicomWriter.write(shape, DicomForm.of(shape, tiling), pixels(), path);
            return;
        }
        FinishedFile.write(path, this::writeSlide);
    }

    private void writeSlide(Path path) throws IOException {
        double mpp = shape.mpp().orElse(NOMINAL_MPP);
        if (shape.container() == SlideContainer.NDPI) {
            NdpiWriter.write(shape, pixels(), path);
            return;
        }
        PyramidTags tags = PyramidTags.of(shape, "Filename = synthetic|Seed = " + seed);
        try (TiffWriter tiff = new TiffWriter(path, shape.bigTiffAboveBytes())) {
            if (distinct) {
                try (PyramidWriter writer = new PyramidWriter(shape, pixels(), tags, tiff)) {
                    writer.write();
                }
            } else {
                Mosaic mosaic = new Mosaic(layout, shape.tilePx(), mpp, seed);
                try (SlideWriter writer = new SlideWriter(this, mosaic, tags, tiff)) {
                    writer.write();
                }
            }
        }
    }

    private PixelSource pixels() {
        return new TexturePixels(layout, shape.tilePx(), cellPx, shape.mpp().orElse(NOMINAL_MPP), seed);
    }

    /** Large enough for whole tiles of a network inside, small enough for several patches on a small slide. */
    private static int defaultCellTiles(SlideShape shape) {
        int sidePx = Math.min(shape.widthPx(), shape.heightPx());
        return Math.max(1, Math.min(4, (sidePx + 3 * shape.tilePx()) / (6 * shape.tilePx())));
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
        private JpegFormat jpeg = JpegFormat.DEFAULT;
        private long bigTiffAbove = SlideShape.CLASSIC_TIFF_BYTES;
        private TileCoding coding = TileCoding.JPEG;
        private SlideContainer container = SlideContainer.SVS;
        private DicomForm.Tiling tiling = DicomForm.Tiling.FULL;
        private final Set<TilePosition> corruptTiles = new HashSet<>();
        private final Set<TilePosition> missingTiles = new HashSet<>();

        private Builder() {}

        public Builder size(int newWidthPx, int newHeightPx) {
            SlideShape.checkSize(newWidthPx, newHeightPx);
            widthPx = newWidthPx;
            heightPx = newHeightPx;
            return this;
        }

        /** Replaces every setting of the file at once. */
        public Builder shape(SlideShape shape) {
            widthPx = shape.widthPx();
            heightPx = shape.heightPx();
            mpp = shape.mpp();
            tilePx = shape.tilePx();
            jpeg = shape.jpeg();
            bigTiffAbove = shape.bigTiffAboveBytes();
            coding = shape.coding();
            container = shape.container();
            return this;
        }

        /** Microns per level-0 pixel; structures are drawn to this scale. */
        public Builder mpp(double newMpp) {
            SlideShape.checkMpp(newMpp);
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
            SlideShape.checkTilePx(newTilePx);
            tilePx = newTilePx;
            return this;
        }

        /** Side of a truth cell in JPEG tiles; 1 to 4 by the slide's size where not given. */
        public Builder cellTiles(int newCellTiles) {
            cellTiles = SlideShape.inRange("cellTiles", newCellTiles, 1, 64);
            return this;
        }

        public Builder jpeg(JpegFormat format) {
            jpeg = format;
            return this;
        }

        /** How the tiles are coded; JPEG unless asked otherwise. */
        public Builder coding(TileCoding newCoding) {
            coding = newCoding;
            return this;
        }

        /** The kind of file; an SVS unless asked otherwise. The tiles of NDPI and DICOM are always distinct. */
        public Builder container(SlideContainer newContainer) {
            container = newContainer;
            return this;
        }

        /** Whether a DICOM series leaves bare glass out; without effect on other files. */
        public Builder tiling(DicomForm.Tiling newTiling) {
            tiling = newTiling;
            return this;
        }

        /** Every tile gets pixels and bytes of its own, as on a scanner's slide; all processors make them. */
        public Builder distinct() {
            distinct = true;
            return this;
        }

        /** Fills a JPEG tile of level 0 with junk, so that reading it fails. */
        public Builder corruptTile(int column, int row) {
            corruptTiles.add(new TilePosition(column, row));
            return this;
        }

        /** Leaves out a JPEG tile of level 0, as scanners do where there is only glass. */
        public Builder missingTile(int column, int row) {
            missingTiles.add(new TilePosition(column, row));
            return this;
        }

        /** Beyond this size the file is a BigTIFF; 0 makes any file one. */
        public Builder bigTiffAbove(long bytes) {
            bigTiffAbove = bytes;
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
    }
}
