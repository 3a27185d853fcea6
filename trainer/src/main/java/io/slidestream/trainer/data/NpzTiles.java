package io.slidestream.trainer.data;

import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.picture.TilePicture;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * Tiles in a NumPy archive, as MedMNIST publishes PathMNIST: {@code train_images}, {@code train_labels}, the same of
 * {@code val} and {@code test}, or just {@code images} and {@code labels}. Images are bytes of N×height×width×3, labels
 * whole numbers of N or N×1. All pixels are held in memory.
 *
 * <p>Labels have no names in such a file. Nine of them are taken for Kather's classes, which are PathMNIST's, in their
 * alphabetical order; others are called {@code class-0}, {@code class-1} and so on.
 */
record NpzTiles(Path file, List<String> classNames, Map<String, List<Tile>> parts) implements TileSource {
    static final List<String> KATHER = List.of("ADI", "BACK", "DEB", "LYM", "MUC", "MUS", "NORM", "STR", "TUM");
    private static final int MAX_CLASSES = 1_000;
    /** Prefixes of {@code images} and {@code labels}, in the order of the tiles. */
    private static final List<String> PREFIXES = List.of("train_", "val_", "test_", "");

    static NpzTiles of(Path file) {
        try (ZipFile archive = new ZipFile(file.toFile())) {
            Map<String, Labelled> found = new LinkedHashMap<>();
            for (String prefix : PREFIXES) {
                Optional<NpyArray> images = array(archive, prefix + "images");
                Optional<NpyArray> labels = array(archive, prefix + "labels");
                if (images.isPresent() != labels.isPresent()) {
                    throw new IOException("has " + prefix + (images.isPresent() ? "images" : "labels") + " but no "
                            + prefix + (images.isPresent() ? "labels" : "images"));
                }
                if (images.isPresent()) {
                    found.put(prefix, new Labelled(prefix, images.get(), labels.orElseThrow()));
                }
            }
            if (found.isEmpty()) {
                throw new IOException(
                        "has no images and labels (train_images and train_labels, the same of val and test,"
                                + " or images and labels); it has "
                                + archive.stream()
                                        .map(ZipEntry::getName)
                                        .limit(20)
                                        .toList());
            }
            int highest = found.values().stream()
                    .flatMapToInt(some -> Arrays.stream(some.classes()))
                    .max()
                    .orElse(0);
            List<String> names = highest + 1 == KATHER.size()
                    ? KATHER
                    : IntStream.rangeClosed(0, highest)
                            .mapToObj(c -> "class-" + c)
                            .toList();
            Map<String, List<Tile>> parts = new LinkedHashMap<>();
            found.forEach((prefix, some) -> parts.put(prefix, some.tiles()));
            return new NpzTiles(file, names, parts);
        } catch (ZipException e) {
            throw new TrainingException(file + " is no npz archive: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new TrainingException("cannot use " + file + ": it " + e.getMessage(), e);
        }
    }

    @Override
    public String name() {
        return file.toString();
    }

    /** Tiles of all parts, sorted by class, then as they are stored. */
    @Override
    public List<Tile> tiles() {
        return parts.values().stream()
                .flatMap(List::stream)
                .sorted(Comparator.comparingInt(Tile::classIndex))
                .toList();
    }

    @Override
    public List<String> faults() {
        return tiles().isEmpty() ? List.of("it holds no tile") : List.of();
    }

    @Override
    public Optional<Split> givenSplit() {
        return parts.keySet().containsAll(Set.of("train_", "val_", "test_"))
                ? Optional.of(new Split(part("train_"), part("val_"), part("test_")))
                : Optional.empty();
    }

    /** The test part alone, where there is one. */
    @Override
    public TileSource toTestOn() {
        return parts.containsKey("test_") ? new NpzTiles(file, classNames, Map.of("test_", part("test_"))) : this;
    }

    private List<Tile> part(String prefix) {
        return parts.getOrDefault(prefix, List.of());
    }

    private static Optional<NpyArray> array(ZipFile archive, String name) throws IOException {
        ZipEntry entry = archive.getEntry(name + ".npy");
        if (entry == null) {
            return Optional.empty();
        }
        try (var in = archive.getInputStream(entry)) {
            return Optional.of(NpyArray.read(in));
        } catch (IOException e) {
            throw new IOException("has " + name + " that cannot be used: it " + e.getMessage(), e);
        }
    }

    /** Images and their labels, checked against each other. */
    @SuppressWarnings("ArrayRecordComponent") // identity is never compared
    private record Labelled(String prefix, NpyArray images, int[] classes) {
        Labelled(String prefix, NpyArray images, NpyArray labels) throws IOException {
            this(prefix, images, classes(prefix, labels));
            int[] shape = images.shape();
            if (!images.isBytes() || shape.length != 4 || shape[3] != 3 || shape[1] < 1 || shape[2] < 1) {
                throw new IOException("has " + prefix + "images of shape " + Arrays.toString(shape)
                        + ", N×height×width×3 unsigned bytes are needed");
            }
            if (shape[0] != classes.length) {
                throw new IOException("has " + shape[0] + " " + prefix + "images but " + classes.length + " labels");
            }
        }

        List<Tile> tiles() {
            List<Tile> tiles = new ArrayList<>();
            for (int i = 0; i < classes.length; i++) {
                tiles.add(new Tile(new InArray(prefix + "images[" + i + "]", images, i), classes[i]));
            }
            return List.copyOf(tiles);
        }

        private static int[] classes(String prefix, NpyArray labels) throws IOException {
            int[] shape = labels.shape();
            if (shape.length == 0 || shape.length > 2 || (shape.length == 2 && shape[1] != 1)) {
                throw new IOException(
                        "has " + prefix + "labels of shape " + Arrays.toString(shape) + ", N or N×1 are needed");
            }
            int[] classes = new int[shape[0]];
            for (int i = 0; i < classes.length; i++) {
                long label = labels.at(i);
                if (label < 0 || label >= MAX_CLASSES) {
                    throw new IOException("has the label " + label + " in " + prefix + "labels[" + i + "], 0 to "
                            + (MAX_CLASSES - 1) + " are read");
                }
                classes[i] = (int) label;
            }
            return classes;
        }
    }

    /** One picture of many in an array. */
    private static final class InArray implements TileImage {
        private final String name;
        private final NpyArray images;
        private final int place;

        InArray(String name, NpyArray images, int place) {
            this.name = name;
            this.images = images;
            this.place = place;
        }

        @Override
        public String name() {
            return name;
        }

        @Override
        public TilePicture read() {
            int height = images.shape()[1];
            int width = images.shape()[2];
            int from = place * 3 * height * width;
            int[] rgb = new int[height * width];
            for (int i = 0; i < rgb.length; i++) {
                int at = from + 3 * i;
                rgb[i] = (int) (images.at(at) << 16 | images.at(at + 1) << 8 | images.at(at + 2));
            }
            return new TilePicture(width, height, rgb);
        }
    }
}
