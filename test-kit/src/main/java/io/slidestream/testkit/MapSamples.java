package io.slidestream.testkit;

import io.slidestream.contracts.BlockCells;
import io.slidestream.contracts.BlockScored;
import io.slidestream.contracts.Cell;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.Model;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.Sha256;
import io.slidestream.contracts.SlideRejected;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import io.slidestream.contracts.TilingSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** A small slide of known tissue: a disc of tiles, its classes in stripes, whatever the grid's size. */
public final class MapSamples {
    public static final List<String> KATHER = List.of("ADI", "BACK", "DEB", "LYM", "MUC", "MUS", "NORM", "STR", "TUM");

    /** 11 by 10 tiles, the last column and row shifted; 4 blocks. */
    public static final TileGrid GRID = new TileGrid(2400, 2200, 0.5, 224, 224);

    public static final long SEEN = 1_767_225_600_000L;

    private MapSamples() {}

    public static SlideVersion slide(String name) {
        return new SlideVersion("file:///bucket/" + name + ".svs", "1000-1", name);
    }

    public static Model model(List<String> classNames) {
        String config = "{'architecture':'squeezenet1_1','transform':[{'name':'ToTensor'},"
                + "{'name':'Normalize','arguments':{'mean':[0.5,0.5,0.5],'std':[1,1,1]}}]}";
        return new Model("0".repeat(64), "nine classes", classNames, 224, 0.5, 1, config.replace('\'', '"'));
    }

    public static SlideTiled manifest(String name) {
        return manifest(slide(name), GRID, KATHER, 1);
    }

    public static SlideTiled manifest(SlideVersion slide, TileGrid grid, List<String> classNames, int attempt) {
        Model model = model(classNames);
        MapId map = MapId.of(slide, model.id(), new TilingSpec(224, 0.5, 1, null, "tissue 1"));
        long tiles = 0;
        for (int block = 0; block < grid.blocks(); block++) {
            tiles += Long.bitCount(tissue(grid, block));
        }
        return new SlideTiled(
                map, attempt, slide, grid, model, tiles, "aperio", SEEN, 4_000_000, 120_000_000, 30_000_000);
    }

    /** The same slide, mapped an hour later by a model of another name. */
    public static SlideTiled by(String modelName, SlideTiled earlier) {
        Model of = earlier.model();
        Model model = new Model(
                Sha256.hex(modelName, 32),
                modelName,
                of.classNames(),
                of.patchSizePx(),
                of.patchMpp(),
                of.symmetries(),
                of.wsinferConfig());
        return new SlideTiled(
                MapId.of(earlier.slide(), model.id(), new TilingSpec(224, 0.5, 1, null, "tissue 1")),
                1,
                earlier.slide(),
                earlier.grid(),
                model,
                earlier.expectedTiles(),
                earlier.vendor(),
                earlier.seenAtMillis() + 3_600_000,
                earlier.openNanos(),
                earlier.tissueNanos(),
                earlier.publishNanos());
    }

    public static SlideRejected rejected(String name) {
        SlideTiled manifest = manifest(name);
        return new SlideRejected(
                manifest.mapId(),
                1,
                manifest.slide(),
                RejectionReason.NO_MPP,
                "the slide does not say how large a pixel is; give --mpp",
                SEEN);
    }

    /** Every block of the slide, in order. */
    public static List<BlockScored> blocks(SlideTiled manifest) {
        return blocks(manifest, cell -> scored(manifest, cell));
    }

    public static List<BlockScored> blocks(SlideTiled manifest, Function<Cell, TileScore> scores) {
        List<BlockScored> blocks = new ArrayList<>();
        for (int index = 0; index < manifest.grid().blocks(); index++) {
            long tiles = tissue(manifest.grid(), index);
            if (tiles != 0) {
                blocks.add(new BlockScored(
                        manifest.mapId(),
                        manifest.attempt(),
                        index,
                        tiles,
                        BlockCells.of(manifest.grid(), index, tiles).stream()
                                .map(scores)
                                .toList(),
                        "test engine",
                        2_000_000,
                        5_000_000,
                        SEEN + 1_000 + 10L * index));
            }
        }
        return blocks;
    }

    /** The class of a cell's stripe with 0.6 and more, the rest shared by the others. */
    public static TileScore scored(SlideTiled manifest, Cell cell) {
        int classes = manifest.model().classNames().size();
        int winner = (cell.column() / 2 + cell.row() / 3) % classes;
        float rest = 0.4f / (1 + cell.row() % 3) / (classes - 1);
        List<Float> probabilities = new ArrayList<>();
        for (int i = 0; i < classes; i++) {
            probabilities.add(i == winner ? 1 - rest * (classes - 1) : rest);
        }
        return manifest.model().tellsFamiliar()
                ? new TileScore.Scored(probabilities, (cell.column() + cell.row()) % 5 * 0.5f)
                : new TileScore.Scored(probabilities);
    }

    /** The same slide, mapped by a model that tells what it is familiar with. */
    public static SlideTiled familiar(SlideTiled tiled) {
        Model model = tiled.model();
        return new SlideTiled(
                tiled.mapId(),
                tiled.attempt(),
                tiled.slide(),
                tiled.grid(),
                new Model(
                        model.id(),
                        model.name(),
                        model.classNames(),
                        model.patchSizePx(),
                        model.patchMpp(),
                        model.symmetries(),
                        model.wsinferConfig(),
                        true),
                tiled.expectedTiles(),
                tiled.vendor(),
                tiled.seenAtMillis(),
                tiled.openNanos(),
                tiled.tissueNanos(),
                tiled.publishNanos(),
                tiled.facts());
    }

    /** The same slide, read as one of another vendor. */
    public static SlideTiled readAs(String vendor, SlideTiled tiled) {
        return new SlideTiled(
                tiled.mapId(),
                tiled.attempt(),
                tiled.slide(),
                tiled.grid(),
                tiled.model(),
                tiled.expectedTiles(),
                vendor,
                tiled.seenAtMillis(),
                tiled.openNanos(),
                tiled.tissueNanos(),
                tiled.publishNanos(),
                tiled.facts());
    }

    private static long tissue(TileGrid grid, int block) {
        long tiles = 0;
        for (int bit = 0; bit < 64; bit++) {
            int column = block % grid.blockColumns() * 8 + bit % 8;
            int row = block / grid.blockColumns() * 8 + bit / 8;
            double x = (column + 0.5) / grid.columns() * 2 - 1;
            double y = (row + 0.5) / grid.rows() * 2 - 1;
            if (column < grid.columns() && row < grid.rows() && x * x + y * y < 0.95) {
                tiles |= 1L << bit;
            }
        }
        return tiles;
    }
}
