package io.slidestream.slides.direct;

import io.slidestream.slides.Level;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.codec.TileCodec;
import io.slidestream.slides.jpeg.JpegLibrary;
import io.slidestream.slides.store.SlideBytes;
import io.slidestream.slides.tiff.TiffBytes;
import io.slidestream.slides.tiff.TiffImage;
import io.slidestream.slides.tiff.TiffImages;
import io.slidestream.slides.tiff.TiffInspection;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Tiled TIFF and BigTIFF: Aperio, Philips, OME and generic pyramids. The file has passed {@link TiffInspection}, so the chain
 * ends and what it announces lies inside the file; nothing here allocates more than the file's own arrays.
 */
final class TiffContainer implements Container {
    private static final String APERIO = "aperio";
    private static final String PHILIPS = "philips";
    private static final String GENERIC = "generic-tiff";
    private static final Set<String> VENDORS = Set.of(APERIO, PHILIPS, GENERIC);

    private static final int WIDTH = 256;
    private static final int HEIGHT = 257;
    private static final int ORIENTATION = 274;
    private static final int PLANES = 284;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTE_COUNTS = 325;
    private static final int SEPARATE = 2;

    /** Levels of a pyramid have the proportions of the first, up to their rounding. */
    private static final double MAX_SKEW = 0.02;

    @Override
    public boolean shows(String vendor) {
        return VENDORS.contains(vendor);
    }

    @Override
    public List<CodedLevel> levels(SlideBytes file, JpegLibrary library)
            throws IOException, TiffBytes.BeyondEndException {
        List<CodedLevel> levels = new ArrayList<>();
        for (TiffImage image : new TiffImages(file.channel()).chain()) {
            level(image, file, library).ifPresent(levels::add);
        }
        return levels;
    }

    /**
     * At lower levels OpenSlide draws a missing tile of Aperio's from the level above. In a generic TIFF, where exporters leave
     * glass out, 3.4 fails and 4 draws nothing, as both do in Philips'.
     */
    @Override
    public MissingTiles missing(String vendor, int level) {
        return level == 0 || !vendor.equals(APERIO) ? MissingTiles.BLANK : MissingTiles.UNKNOWN;
    }

    /** OpenSlide sees the first level alone where the others lie in SubIFDs, as in OME-TIFF. */
    @Override
    public SlideProperties completed(SlideProperties properties, List<CodedLevel> found) {
        if (!properties.vendor().equals(GENERIC) || properties.levels().size() != 1) {
            return properties;
        }
        List<Level> levels = new ArrayList<>(properties.levels());
        found.stream()
                .sorted(Comparator.comparing(CodedLevel::widthPx).reversed())
                .forEach(coded -> {
                    double across = (double) properties.widthPx() / coded.widthPx();
                    double down = (double) properties.heightPx() / coded.heightPx();
                    boolean smaller =
                            coded.widthPx() < levels.get(levels.size() - 1).widthPx() && across > 1.5;
                    if (smaller && Math.abs(across / down - 1) < MAX_SKEW) {
                        levels.add(new Level(levels.size(), coded.widthPx(), coded.heightPx(), (across + down) / 2));
                    }
                });
        return properties.withLevels(levels);
    }

    /**
     * Philips' levels are filled up to whole tiles, and OpenSlide shows what the slide's own proportions leave of them; they
     * come in order.
     */
    @Override
    public Optional<CodedLevel> matching(Level level, SlideProperties properties, List<CodedLevel> found) {
        if (!properties.vendor().equals(PHILIPS)) {
            return Container.super.matching(level, properties, found);
        }
        if (level.index() >= found.size() || !(found.get(level.index()) instanceof TiffLevel filled)) {
            return Optional.empty();
        }
        boolean fits = filled.widthPx() >= level.widthPx()
                && filled.heightPx() >= level.heightPx()
                && filled.widthPx() < 1.5 * level.widthPx() + 2L * filled.tileWidthPx();
        return fits ? Optional.of(filled.shownTo(level.widthPx(), level.heightPx())) : Optional.empty();
    }

    private static Optional<CodedLevel> level(TiffImage image, SlideBytes file, JpegLibrary library)
            throws IOException, TiffBytes.BeyondEndException {
        long width = image.number(WIDTH, 0);
        long height = image.number(HEIGHT, 0);
        long tileWidth = image.number(TILE_WIDTH, 0);
        long tileHeight = image.number(TILE_HEIGHT, 0);
        if (image.number(ORIENTATION, 1) != 1
                || width < 1
                || height < 1
                || width > Integer.MAX_VALUE
                || height > Integer.MAX_VALUE
                || tileWidth < 8
                || tileHeight < 8
                || tileWidth > TiffInspection.MAX_TILE_SIDE_PX
                || tileHeight > TiffInspection.MAX_TILE_SIDE_PX
                || tileWidth * tileHeight > CodedLevel.MAX_TILE_PX) {
            return Optional.empty();
        }
        long columns = (width + tileWidth - 1) / tileWidth;
        long tiles = columns * ((height + tileHeight - 1) / tileHeight);
        Optional<TileCodec> codec = TiffCoding.of(image, library);
        int planes = image.number(PLANES, 1) == SEPARATE ? 3 : 1;
        if (codec.isEmpty()
                || !image.isArray(TILE_OFFSETS, tiles * planes)
                || !image.isArray(TILE_BYTE_COUNTS, tiles * planes)) {
            return Optional.empty();
        }
        TiffLevel level = new TiffLevel(
                file,
                width,
                height,
                (int) tileWidth,
                (int) tileHeight,
                (int) columns,
                codec.get(),
                image.array(TILE_OFFSETS),
                image.array(TILE_BYTE_COUNTS));
        return Optional.of(planes == 1 ? level : new PlanarLevel(level, (int) tiles));
    }
}
