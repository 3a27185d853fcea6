package io.slidestream.proving.bench;

import io.slidestream.contracts.Level0Region;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/**
 * The tiles that are read: those that hold tissue, block by block from the middle of the slide outwards, until there
 * are enough.
 *
 * @param blocks each at most 8 x 8 tiles, row by row
 * @param sidePx of a tile in level-0 pixels
 */
record ReadPlan(List<List<Level0Region>> blocks, int sidePx) {
    private static final int BLOCK = 8;
    private static final int RUN = 16;

    ReadPlan {
        blocks = List.copyOf(blocks);
    }

    /**
     * @param widthPx of the slide
     * @param tissue whether a tile is worth reading; where none is, all are
     */
    static ReadPlan of(long widthPx, long heightPx, int sidePx, int tiles, Predicate<Level0Region> tissue) {
        ReadPlan plan = choose(widthPx, heightPx, sidePx, tiles, tissue);
        return plan.tiles() > 0 ? plan : choose(widthPx, heightPx, sidePx, tiles, block -> true);
    }

    int tiles() {
        return blocks.stream().mapToInt(List::size).sum();
    }

    /** Units of work, each read by one thread before it takes another. */
    List<List<Level0Region>> units(Order order) {
        return switch (order) {
            case BLOCKS -> blocks;
            case RASTER -> runs();
        };
    }

    /** The JPEG tiles under the tiles, each once, in the order in which they are first needed. */
    List<JpegPlace> jpegTiles(Order order, int widthPx, int heightPx) {
        Set<JpegPlace> places = new LinkedHashSet<>();
        for (List<Level0Region> unit : units(order)) {
            for (Level0Region tile : unit) {
                for (long row = tile.y() / heightPx; row <= (tile.y() + tile.height() - 1) / heightPx; row++) {
                    for (long column = tile.x() / widthPx;
                            column <= (tile.x() + tile.width() - 1) / widthPx;
                            column++) {
                        places.add(new JpegPlace((int) column, (int) row));
                    }
                }
            }
        }
        return List.copyOf(places);
    }

    /** A JPEG tile of the slide. */
    record JpegPlace(int column, int row) {}

    private List<List<Level0Region>> runs() {
        List<Level0Region> all = new ArrayList<>();
        blocks.forEach(all::addAll);
        all.sort(Comparator.comparingLong(Level0Region::y).thenComparingLong(Level0Region::x));
        List<List<Level0Region>> runs = new ArrayList<>();
        for (int first = 0; first < all.size(); first += RUN) {
            runs.add(all.subList(first, Math.min(all.size(), first + RUN)));
        }
        return runs;
    }

    private static ReadPlan choose(long widthPx, long heightPx, int sidePx, int tiles, Predicate<Level0Region> tissue) {
        int columns = (int) (widthPx / sidePx);
        int rows = (int) (heightPx / sidePx);
        int blockRows = (rows - 1) / BLOCK + 1;
        List<List<Level0Region>> blocks = new ArrayList<>();
        int count = 0;
        List<Integer> fromTheMiddle = new ArrayList<>();
        for (int blockRow = 0; blockRow < blockRows; blockRow++) {
            fromTheMiddle.add(blockRow);
        }
        fromTheMiddle.sort(Comparator.comparingInt(blockRow -> Math.abs(2 * blockRow + 1 - blockRows)));
        for (int blockRow : fromTheMiddle) {
            for (int column = 0; column < columns && count < tiles; column += BLOCK) {
                List<Level0Region> block = block(column, blockRow * BLOCK, columns, rows, sidePx);
                block.removeIf(tissue.negate());
                if (!block.isEmpty()) {
                    blocks.add(block);
                    count += block.size();
                }
            }
        }
        return new ReadPlan(blocks, sidePx);
    }

    private static List<Level0Region> block(int column, int row, int columns, int rows, int sidePx) {
        List<Level0Region> block = new ArrayList<>();
        for (int r = row; r < Math.min(row + BLOCK, rows); r++) {
            for (int c = column; c < Math.min(column + BLOCK, columns); c++) {
                block.add(new Level0Region((long) c * sidePx, (long) r * sidePx, sidePx, sidePx));
            }
        }
        return block;
    }
}
