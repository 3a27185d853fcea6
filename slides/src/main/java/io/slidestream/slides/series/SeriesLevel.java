package io.slidestream.slides.series;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.codec.TileCodec;
import io.slidestream.slides.direct.CodedLevel;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/*
 * A level may be one instance, the parts of a concatenation, several instances whose frames say where they lie, or one
 * instance for each optical path or focal plane. What is kept is one number for each tile: the frame, counted over all parts.
 */
/** A level, or an associated image, of the frames of one series: one focal plane of the first optical path. */
final class SeriesLevel implements CodedLevel {
    /** Far more than a slide of 400,000 px a side has; 64 MB for all levels together. */
    static final int MAX_TILES = 1 << 24;

    private static final int MISSING = -1;

    private final Instance.Matrix matrix;
    private final TileCodec codec;
    private final List<Instance> parts;
    private final int[] firstFrames;
    private final int[] frames;
    private final int focalPlanes;
    private final int opticalPaths;

    private SeriesLevel(Layout layout, TileCodec codec) {
        this.matrix = layout.parts.get(0).matrix();
        this.codec = codec;
        this.parts = layout.parts;
        this.firstFrames = layout.firstFrames;
        this.frames = layout.frames;
        this.focalPlanes = layout.focalPlanes;
        this.opticalPaths = layout.opticalPaths;
    }

    /**
     * @param instances of one size, at least one
     * @throws SlideException INCOMPLETE if parts are missing, UNREADABLE if the frames do not make a picture, NOT_A_SLIDE if
     *     their coding is not read
     */
    static SeriesLevel of(List<Instance> instances, FrameCodecs codecs) throws SlideException {
        Layout layout = new Layout(instances);
        return new SeriesLevel(layout, codecs.of(layout.parts.get(0)));
    }

    /** UIDs of what it is made of. */
    List<String> instances() {
        return parts.stream().map(part -> part.uids().instance()).toList();
    }

    @Override
    public long widthPx() {
        return matrix.widthPx();
    }

    @Override
    public long heightPx() {
        return matrix.heightPx();
    }

    @Override
    public int tileWidthPx() {
        return matrix.tileWidthPx();
    }

    @Override
    public int tileHeightPx() {
        return matrix.tileHeightPx();
    }

    @Override
    public TileCodec codec() {
        return codec;
    }

    @Override
    public int codedBytes(int tile) {
        int frame = frames[tile];
        if (frame == MISSING) {
            return 0;
        }
        int part = part(frame);
        return parts.get(part)
                .frames()
                .length(frame - firstFrames[part], codec.maxTileBytes(tileWidthPx(), tileHeightPx()));
    }

    @Override
    public void read(int tile, ByteBuffer target) throws SlideException {
        int frame = frames[tile];
        int part = part(frame);
        parts.get(part).frames().read(frame - firstFrames[part], target);
    }

    Instance first() {
        return parts.get(0);
    }

    int focalPlanes() {
        return focalPlanes;
    }

    int opticalPaths() {
        return opticalPaths;
    }

    boolean isSparse() {
        return Arrays.stream(frames).anyMatch(frame -> frame == MISSING);
    }

    private int part(int frame) {
        int found = Arrays.binarySearch(firstFrames, frame);
        return found >= 0 ? found : -found - 2;
    }

    /** Finds which frame each tile is. */
    private static final class Layout {
        private final List<Instance> parts;
        private final int[] firstFrames;
        private final int[] frames;
        private int focalPlanes = 1;
        private int opticalPaths = 1;

        Layout(List<Instance> instances) throws SlideException {
            checkConcatenations(instances);
            Instance.Matrix matrix = instances.get(0).matrix();
            long tiles = matrix.columns() * matrix.rows();
            if (tiles > MAX_TILES) {
                throw damaged(instances.get(0), "claims " + tiles + " tiles, more than " + MAX_TILES);
            }
            boolean placed = instances.stream().allMatch(one -> one.places().isPresent());
            parts = placed ? instances : whole(instances);
            firstFrames = new int[parts.size()];
            int count = 0;
            for (int i = 0; i < parts.size(); i++) {
                firstFrames[i] = count;
                count = Math.addExact(count, parts.get(i).frames().count());
                if (!parts.get(i).pixels().equals(parts.get(0).pixels())) {
                    throw damaged(
                            parts.get(i),
                            "is coded in another way than " + parts.get(0).name());
                }
            }
            frames = new int[(int) tiles];
            if (placed) {
                place(matrix);
            } else {
                fill(count, (int) tiles, instances);
            }
        }

        private static void checkConcatenations(List<Instance> instances) throws SlideException {
            Map<String, Integer> found = new LinkedHashMap<>();
            for (Instance one : instances) {
                String concatenation = one.part().concatenation();
                if (concatenation.isEmpty()) {
                    continue;
                }
                int there = found.merge(concatenation, 1, Integer::sum);
                if (there > 1) {
                    continue;
                }
                long wanted = one.part().parts();
                List<Instance> all = instances.stream()
                        .filter(other -> other.part().concatenation().equals(concatenation))
                        .sorted(Comparator.comparingLong(other -> other.part().frameOffset()))
                        .toList();
                if (all.size() < wanted) {
                    throw incomplete(one, "is one of " + wanted + " parts, of which " + all.size() + " are there");
                }
                checkNoneIsMissing(all);
            }
        }

        /** Each part begins where the one before ends. */
        private static void checkNoneIsMissing(List<Instance> concatenation) throws SlideException {
            long next = 0;
            for (Instance part : concatenation) {
                if (part.part().frameOffset() != next) {
                    throw incomplete(
                            part,
                            "begins at frame " + part.part().frameOffset() + ", and the part with frame " + next
                                    + " is not there");
                }
                next += part.frames().count();
            }
        }

        /** The parts of the first concatenation, or the first instance; the others are other paths or planes. */
        private static List<Instance> whole(List<Instance> instances) {
            Instance first = instances.get(0);
            String concatenation = first.part().concatenation();
            List<Instance> whole = instances.stream()
                    .filter(one -> one.equals(first)
                            || !concatenation.isEmpty()
                                    && one.part().concatenation().equals(concatenation))
                    .sorted(Comparator.comparingLong(one -> one.part().frameOffset()))
                    .toList();
            return whole;
        }

        /** Row by row, then plane by plane, then path by path (PS3.3, C.7.6.17.3). */
        private void fill(int count, int tiles, List<Instance> instances) throws SlideException {
            Instance first = parts.get(0);
            if (count < tiles) {
                throw first.part().concatenation().isEmpty()
                        ? damaged(first, "has " + count + " frames, of the " + tiles + " that its picture takes")
                        : incomplete(first, "and its other parts have " + count + " of " + tiles + " frames");
            }
            int pictures = count / tiles;
            focalPlanes = Math.min(pictures, first.optics().focalPlanes());
            opticalPaths = Math.max(1, pictures / focalPlanes);
            int plane = (focalPlanes - 1) / 2;
            for (int tile = 0; tile < tiles; tile++) {
                frames[tile] = plane * tiles + tile;
            }
            countOthers(instances);
        }

        /** Instances beside those that are used are of other paths, if they say so, else of other planes. */
        private void countOthers(List<Instance> instances) {
            Set<List<String>> paths = new LinkedHashSet<>();
            Set<String> wholes = new LinkedHashSet<>();
            for (Instance one : instances) {
                paths.add(one.optics().paths());
                wholes.add(
                        one.part().concatenation().isEmpty()
                                ? one.name()
                                : one.part().concatenation());
            }
            if (paths.size() > 1) {
                opticalPaths = Math.max(opticalPaths, paths.size());
            } else if (wholes.size() > 1) {
                focalPlanes = Math.max(focalPlanes, wholes.size());
            }
        }

        private void place(Instance.Matrix matrix) throws SlideException {
            TreeSet<Float> planes = new TreeSet<>();
            Set<String> paths = new LinkedHashSet<>();
            for (Instance part : parts) {
                FramePlaces places = part.places().orElseThrow();
                planes.addAll(places.planes());
                paths.addAll(places.paths());
            }
            focalPlanes = planes.size();
            opticalPaths = Math.max(1, paths.size());
            float plane =
                    planes.stream().skip((focalPlanes - 1) / 2).findFirst().orElse(0f);
            String path = parts.get(0).optics().paths().stream()
                    .filter(paths::contains)
                    .findFirst()
                    .orElse(paths.iterator().next());
            Arrays.fill(frames, MISSING);
            for (int i = 0; i < parts.size(); i++) {
                place(parts.get(i), firstFrames[i], matrix, plane, path);
            }
        }

        private void place(Instance part, int firstFrame, Instance.Matrix matrix, float plane, String path)
                throws SlideException {
            FramePlaces places = part.places().orElseThrow();
            int pathNumber = places.pathNumber(path);
            for (int frame = 0; frame < places.count(); frame++) {
                if (places.depth(frame) != plane || places.path(frame) != pathNumber) {
                    continue;
                }
                long x = places.x(frame);
                long y = places.y(frame);
                if (x >= matrix.widthPx() || y >= matrix.heightPx()) {
                    throw damaged(part, "has frame " + frame + " outside its picture");
                }
                if (x % matrix.tileWidthPx() != 0 || y % matrix.tileHeightPx() != 0) {
                    throw damaged(
                            part, "has frames that overlap (frame " + frame + "); export it with tiles in a grid");
                }
                int tile = (int) (y / matrix.tileHeightPx() * matrix.columns() + x / matrix.tileWidthPx());
                if (frames[tile] == MISSING) {
                    frames[tile] = firstFrame + frame;
                }
            }
        }

        private static SlideException damaged(Instance instance, String why) {
            return new SlideException(RejectionReason.UNREADABLE, instance.name() + " " + why);
        }

        private static SlideException incomplete(Instance instance, String why) {
            return new SlideException(
                    RejectionReason.INCOMPLETE,
                    instance.name() + " " + why + "; the series may still be arriving, or copy it again");
        }
    }

    /** Instances of one size together, the largest first. */
    static List<List<Instance>> bySize(List<Instance> instances) {
        List<List<Instance>> groups = new ArrayList<>();
        List<Instance> sorted = instances.stream()
                .sorted(Comparator.comparingLong((Instance one) ->
                                one.matrix().widthPx() * one.matrix().heightPx())
                        .reversed())
                .toList();
        for (Instance one : sorted) {
            groups.stream()
                    .filter(group -> group.get(0).matrix().isTiledLike(one.matrix()))
                    .findFirst()
                    .orElseGet(() -> {
                        List<Instance> group = new ArrayList<>();
                        groups.add(group);
                        return group;
                    })
                    .add(one);
        }
        return groups;
    }
}
