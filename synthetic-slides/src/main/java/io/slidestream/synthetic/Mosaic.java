package io.slidestream.synthetic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/*
 * A pyramid of 4x steps in which equal tiles are one picture. A level-0 tile is glass or one of the 16 parts of its
 * class's texture, so a slide of 18,000 tiles has at most 145 pictures; a tile above is told by the 16 pictures below
 * it. Only quarter-size copies are kept, from which the next level is put together.
 */
/** The distinct tiles of a synthetic slide and which of them lies where. */
final class Mosaic {
    static final int STEP = 4;

    private static final int GLASS = 0;
    private static final List<TissueClass> CLASSES = List.of(TissueClass.values());

    private final TissueLayout layout;
    private final int tilePx;
    private final Map<TissueClass, Canvas> textures = new EnumMap<>(TissueClass.class);
    private final List<Layer> layers = new ArrayList<>();

    /** One level: the picture of each position, and each picture's quarter-size copy. */
    private static final class Layer {
        final int columns;
        final int[] pictures;
        final List<int[]> quarters = new ArrayList<>();
        final List<List<Integer>> parts = new ArrayList<>();

        Layer(int columns, int rows) {
            this.columns = columns;
            pictures = new int[Math.multiplyExact(columns, rows)];
        }
    }

    Mosaic(TissueLayout layout, int tilePx, double mpp, long seed) {
        this.layout = layout;
        this.tilePx = tilePx;
        for (TissueClass tissue : CLASSES) {
            textures.put(tissue, Texture.paint(tissue, STEP * tilePx, mpp, seed));
        }
    }

    /** Adds the next level; levels come in order, from full resolution down. */
    void addLevel(int columns, int rows) {
        Layer layer = new Layer(columns, rows);
        if (layers.isEmpty()) {
            fillBase(layer, rows);
        } else {
            fillFrom(layers.get(layers.size() - 1), layer, rows);
        }
        layers.add(layer);
    }

    int picture(int level, int column, int row) {
        Layer layer = layers.get(level);
        return layer.pictures[row * layer.columns + column];
    }

    /** A picture's pixels, {@code tilePx} a side. */
    int[] pixels(int level, int picture) {
        return level == 0
                ? basePixels(picture)
                : compose(layers.get(level - 1), layers.get(level).parts.get(picture));
    }

    private void fillBase(Layer layer, int rows) {
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < layer.columns; column++) {
                TissueClass tissue = layout.at((long) column * tilePx, (long) row * tilePx);
                layer.pictures[row * layer.columns + column] = basePicture(tissue, column, row);
            }
        }
        for (int picture = 0; picture <= CLASSES.size() * STEP * STEP; picture++) {
            layer.quarters.add(quarter(basePixels(picture)));
        }
    }

    private void fillFrom(Layer below, Layer layer, int rows) {
        Map<List<Integer>, Integer> known = new HashMap<>();
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < layer.columns; column++) {
                List<Integer> parts = parts(below, column * STEP, row * STEP);
                Integer picture = known.get(parts);
                if (picture == null) {
                    picture = layer.parts.size();
                    known.put(parts, picture);
                    layer.parts.add(parts);
                    layer.quarters.add(quarter(compose(below, parts)));
                }
                layer.pictures[row * layer.columns + column] = picture;
            }
        }
    }

    /** The 16 pictures under a tile; -1 past the edge. */
    private static List<Integer> parts(Layer below, int firstColumn, int firstRow) {
        List<Integer> parts = new ArrayList<>(STEP * STEP);
        for (int row = firstRow; row < firstRow + STEP; row++) {
            for (int column = firstColumn; column < firstColumn + STEP; column++) {
                int i = row * below.columns + column;
                parts.add(column < below.columns && i < below.pictures.length ? below.pictures[i] : -1);
            }
        }
        return parts;
    }

    private static int basePicture(@Nullable TissueClass tissue, int column, int row) {
        return tissue == null ? GLASS : 1 + (CLASSES.indexOf(tissue) * STEP + row % STEP) * STEP + column % STEP;
    }

    private int[] basePixels(int picture) {
        if (picture == GLASS) {
            int[] glass = new int[tilePx * tilePx];
            Arrays.fill(glass, Texture.GLASS);
            return glass;
        }
        TissueClass tissue = CLASSES.get((picture - 1) / (STEP * STEP));
        int part = (picture - 1) % (STEP * STEP);
        return Objects.requireNonNull(textures.get(tissue)).part(part % STEP * tilePx, part / STEP * tilePx, tilePx);
    }

    private int[] compose(Layer below, List<Integer> parts) {
        int quarterPx = tilePx / STEP;
        int[] rgb = new int[tilePx * tilePx];
        Arrays.fill(rgb, Texture.GLASS);
        for (int part = 0; part < parts.size(); part++) {
            if (parts.get(part) >= 0) {
                int[] quarter = below.quarters.get(parts.get(part));
                int corner = part / STEP * quarterPx * tilePx + part % STEP * quarterPx;
                for (int y = 0; y < quarterPx; y++) {
                    System.arraycopy(quarter, y * quarterPx, rgb, corner + y * tilePx, quarterPx);
                }
            }
        }
        return rgb;
    }

    private int[] quarter(int[] rgb) {
        return Shrink.boxes(rgb, tilePx, STEP);
    }
}
