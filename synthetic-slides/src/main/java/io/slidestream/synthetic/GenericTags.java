package io.slidestream.synthetic;

import java.util.List;

/** The directories of a pyramid that no vendor's description marks; its resolution stands in TIFF's own tags. */
final class GenericTags extends PyramidTags {
    private static final int REDUCED = 1;
    private static final int CENTIMETRE = 3;

    GenericTags(SlideShape shape) {
        super(shape);
    }

    @Override
    TiffDirectory level(int level, TileTable tiles) {
        TiffDirectory directory = tiled(level, tiles).longs(254, level == 0 ? 0 : REDUCED);
        shape.mpp().ifPresent(mpp -> {
            double perCm = 10_000 / mpp / Math.pow(Mosaic.STEP, level);
            directory.rational(282, perCm).rational(283, perCm).shorts(296, CENTIMETRE);
        });
        return directory;
    }

    @Override
    void addTo(TiffWriter tiff, List<TiffDirectory> levels, WholeLevel coarsest) {
        levels.forEach(tiff::add);
    }
}
