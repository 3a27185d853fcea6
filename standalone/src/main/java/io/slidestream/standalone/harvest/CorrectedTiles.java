package io.slidestream.standalone.harvest;

import io.slidestream.catalog.people.Region;
import io.slidestream.contracts.Cell;
import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.TileGrid;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.awt.image.DataBufferByte;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The tiles that lie in regions of a slide. A tile belongs to a region that covers enough of it; a region too small for any
 * gets the tile around its middle, so that a click on a nest of cells is not lost. Where people contradict each other the
 * tile is left out; where one changed their mind, the last word counts.
 */
final class CorrectedTiles {
    /** Samples along a tile's side when coverage is measured. */
    private static final int SAMPLES = 16;

    private final TileGrid grid;
    private final double leastCover;
    /** What each person said of a tile last, by place. */
    private final Map<Level0Region, Map<String, String>> said = new LinkedHashMap<>();

    /** Cells that any region touches, whatever its label. */
    private final Set<Cell> touched = new HashSet<>();

    private int contradictions;

    /** @param leastCover share of a tile that a region must cover, in (0, 1] */
    CorrectedTiles(TileGrid grid, double leastCover) {
        this.grid = grid;
        this.leastCover = leastCover;
    }

    /** Takes the next region, in order of time. */
    void add(LabelledRegion region) {
        Path2D outline = region.region().outline();
        Rectangle2D bounds = outline.getBounds2D();
        List<Level0Region> covered = covered(outline, bounds);
        if (covered.isEmpty()) {
            covered = List.of(around(region.region(), outline));
        }
        covered.forEach(place ->
                said.computeIfAbsent(place, one -> new LinkedHashMap<>()).put(region.author(), region.label()));
    }

    /** Takes a region that says of no tile what it shows. */
    void exclude(LabelledRegion region) {
        Path2D outline = region.region().outline();
        List<Level0Region> unused = covered(outline, outline.getBounds2D());
    }

    /** Whether a region touches the cell's tile, so that nobody can say the model was agreed with there. */
    boolean touches(Cell cell) {
        return touched.contains(cell);
    }

    /** One label for each tile, those that people agree on. */
    List<HarvestTile> tiles() {
        List<HarvestTile> tiles = new ArrayList<>();
        contradictions = 0;
        said.forEach((place, byAuthor) -> {
            Set<String> labels = new HashSet<>(byAuthor.values());
            if (labels.size() == 1) {
                tiles.add(new HarvestTile(
                        place,
                        labels.iterator().next(),
                        HarvestTile.Source.CORRECTED,
                        String.join("; ", byAuthor.keySet())));
            } else {
                contradictions++;
            }
        });
        return tiles;
    }

    /** Number of tiles that {@link #tiles} left out. */
    int contradictions() {
        return contradictions;
    }

    private List<Level0Region> covered(Path2D outline, Rectangle2D bounds) {
        List<Level0Region> covered = new ArrayList<>();
        int firstColumn = cell(bounds.getMinX(), grid.columns());
        int lastColumn = cell(bounds.getMaxX(), grid.columns());
        for (int row = cell(bounds.getMinY(), grid.rows()); row <= cell(bounds.getMaxY(), grid.rows()); row++) {
            for (int column = firstColumn; column <= lastColumn; column++) {
                Cell cell = new Cell(column, row);
                Level0Region place = grid.region(cell);
                double share = share(outline, place);
                if (share > 0) {
                    touched.add(cell);
                }
                if (share >= leastCover) {
                    covered.add(place);
                }
            }
        }
        return covered;
    }

    private static double share(Path2D outline, Level0Region place) {
        if (!outline.intersects(place.x(), place.y(), place.width(), place.height())) {
            return 0;
        }
        if (outline.contains(place.x(), place.y(), place.width(), place.height())) {
            return 1;
        }
        BufferedImage image = new BufferedImage(SAMPLES, SAMPLES, BufferedImage.TYPE_BYTE_GRAY);
        Graphics2D g = image.createGraphics();
        try {
            g.scale((double) SAMPLES / place.width(), (double) SAMPLES / place.height());
            g.translate(-place.x(), -place.y());
            g.setColor(Color.WHITE);
            g.fill(outline);
        } finally {
            g.dispose();
        }
        int inside = 0;
        for (byte sample : ((DataBufferByte) image.getRaster().getDataBuffer()).getData()) {
            inside += sample != 0 ? 1 : 0;
        }
        return (double) inside / (SAMPLES * SAMPLES);
    }

    /** The tile around the middle of a small region, inside the slide. */
    private Level0Region around(Region region, Path2D outline) {
        Rectangle2D bounds = outline.getBounds2D();
        double x = bounds.getCenterX();
        double y = bounds.getCenterY();
        if (!outline.contains(x, y)) { // of a ring or a crescent: a point of its line is nearer to what was meant
            Region.Point point = region.polygons().get(0).get(0).points().get(0);
            x = point.x();
            y = point.y();
        }
        int side = grid.tileSizePx();
        return new Level0Region(
                inside(Math.round(x - side / 2.0), grid.slideWidthPx() - side),
                inside(Math.round(y - side / 2.0), grid.slideHeightPx() - side),
                side,
                side);
    }

    private static long inside(long wanted, long most) {
        return Math.max(0, Math.min(most, wanted));
    }

    private int cell(double px, int count) {
        return (int) Math.max(0, Math.min(count - 1, Math.floor(px / grid.stridePx())));
    }
}
