package io.slidestream.slides.series;

import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.DicomUids;
import io.slidestream.slides.Level;
import io.slidestream.slides.LevelExtent;
import io.slidestream.slides.RgbImage;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.dicom.DicomException;
import io.slidestream.slides.direct.CodedLevel;
import io.slidestream.slides.direct.DirectReader;
import io.slidestream.slides.direct.MissingTiles;
import io.slidestream.slides.direct.NobodyElse;
import io.slidestream.slides.jpeg.JpegLibrary;
import io.slidestream.slides.store.FileUris;
import io.slidestream.slides.store.SlideFile;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** A DICOM series of whole-slide images, open: its levels, what it says of itself, its associated images. */
public final class Series implements AutoCloseable {
    private static final String VENDOR = "dicom";
    private static final long OWN_CACHE_BYTES = 1 << 20;
    /** Frames are decoded whole: 128 MB. */
    private static final long MAX_FRAME_PX = 1 << 25;

    private static final double ROUNDING_PX = 1.5;

    /** OpenSlide's names of the flavours of Image Type. */
    private static final Map<String, String> ASSOCIATED =
            Map.of("LABEL", "label", "OVERVIEW", "macro", "LOCALIZER", "macro", "THUMBNAIL", "thumbnail");

    private final SeriesFiles files;
    private final FrameCodecs codecs;
    private final List<SeriesLevel> levels;
    private final Map<String, List<Instance>> associated = new TreeMap<>();
    private final SlideProperties properties;

    private Series(SeriesFiles files, SlideFile main, FrameCodecs codecs) throws SlideException {
        this.files = files;
        this.codecs = codecs;
        List<Instance> volume = new ArrayList<>();
        for (Instance instance : instances(files)) {
            String name = ASSOCIATED.get(instance.flavor());
            if (name == null) {
                volume.add(instance);
            } else {
                associated.computeIfAbsent(name, n -> new ArrayList<>()).add(instance);
            }
        }
        if (volume.isEmpty()) {
            throw new SlideException(
                    associated.isEmpty() ? RejectionReason.NOT_A_SLIDE : RejectionReason.INCOMPLETE,
                    FileUris.text(main.path())
                            + (associated.isEmpty()
                                    ? " is DICOM, but no whole-slide image"
                                    : " is the label or overview of a slide whose picture is not there; it may still be"
                                            + " arriving, or copy the whole series"));
        }
        levels = levels(volume);
        properties = properties();
    }

    /**
     * Opens the series that a file belongs to; the caller closes it.
     *
     * @throws SlideException INCOMPLETE if bytes or parts are missing, UNREADABLE if it is damaged, NOT_A_SLIDE if it is of
     *     another kind or coded as nothing here reads
     */
    public static Series open(SlideFile main, JpegLibrary library) throws SlideException {
        SeriesFiles files = SeriesFiles.of(main);
        boolean opened = false;
        try {
            Series series = new Series(files, main, new FrameCodecs(library));
            opened = true;
            return series;
        } finally {
            if (!opened) {
                files.close();
            }
        }
    }

    /**
     * Opens a series as a slide; the caller closes it.
     *
     * @throws SlideException as {@link #open}
     */
    public static SlideReader reader(SlideFile main, TileCache cache) throws SlideException {
        Series series = open(main, JpegLibrary.best());
        return series.reader(cache);
    }

    /** The levels, from full resolution down. */
    public List<CodedLevel> levels() {
        return List.copyOf(levels);
    }

    /** No read may be in progress. */
    @Override
    public void close() {
        files.close();
    }

    private SlideReader reader(TileCache cache) {
        List<Optional<CodedLevel>> all = new ArrayList<>();
        List<MissingTiles> missing = new ArrayList<>();
        for (SeriesLevel level : levels) {
            all.add(Optional.of(level));
            missing.add(MissingTiles.BLANK);
        }
        return new DirectReader(properties, all, missing, cache, new Rest());
    }

    private static List<Instance> instances(SeriesFiles files) throws SlideException {
        List<Instance> instances = new ArrayList<>();
        Set<String> uids = new HashSet<>();
        for (SeriesFiles.Open file : files.all()) {
            try {
                Optional<Instance> instance = InstanceHeader.read(file.name(), file);
                instance.filter(one -> one.uids().instance().isEmpty()
                                || uids.add(one.uids().instance()))
                        .ifPresent(instances::add);
            } catch (DicomException e) {
                file.file().checkUnchanged();
                throw translated(file.name(), e);
            }
        }
        return instances;
    }

    private static SlideException translated(String name, DicomException e) {
        return switch (e.fault()) {
            case BEYOND_END ->
                new SlideException(
                        RejectionReason.INCOMPLETE,
                        name + " is not complete: " + e.getMessage() + "; it may still be arriving, or copy it again",
                        e);
            case DAMAGED ->
                new SlideException(
                        RejectionReason.UNREADABLE, name + " is damaged: " + e.getMessage() + "; copy it again", e);
            case UNKNOWN ->
                new SlideException(RejectionReason.NOT_A_SLIDE, name + " is DICOM, but " + e.getMessage(), e);
        };
    }

    /** Pictures of the same proportions as the largest; others are none of its levels. */
    private List<SeriesLevel> levels(List<Instance> volume) throws SlideException {
        List<SeriesLevel> found = new ArrayList<>();
        long tiles = 0;
        Instance.Matrix first = null;
        for (List<Instance> group : SeriesLevel.bySize(volume)) {
            Instance.Matrix matrix = group.get(0).matrix();
            first = first == null ? matrix : first;
            if (!isLevel(first, matrix) || found.stream().anyMatch(level -> level.widthPx() == matrix.widthPx())) {
                continue;
            }
            tiles += matrix.columns() * matrix.rows();
            if (tiles > SeriesLevel.MAX_TILES) {
                throw new SlideException(
                        RejectionReason.UNREADABLE,
                        group.get(0).name() + " and its other levels claim more than " + SeriesLevel.MAX_TILES
                                + " tiles");
            }
            found.add(level(group));
        }
        return found;
    }

    private SeriesLevel level(List<Instance> group) throws SlideException {
        Instance.Matrix matrix = group.get(0).matrix();
        if ((long) matrix.tileWidthPx() * matrix.tileHeightPx() > MAX_FRAME_PX) {
            throw new SlideException(
                    RejectionReason.UNREADABLE,
                    group.get(0).name() + " has frames of " + matrix.tileWidthPx() + "x" + matrix.tileHeightPx()
                            + " px, more than is decoded in one piece; export it in tiles");
        }
        return SeriesLevel.of(group, codecs);
    }

    private static boolean isLevel(Instance.Matrix first, Instance.Matrix other) {
        double downsample = downsample(first, other);
        return Math.abs(other.widthPx() - first.widthPx() / downsample) <= ROUNDING_PX
                && Math.abs(other.heightPx() - first.heightPx() / downsample) <= ROUNDING_PX;
    }

    private static double downsample(Instance.Matrix first, Instance.Matrix other) {
        return ((double) first.widthPx() / other.widthPx() + (double) first.heightPx() / other.heightPx()) / 2;
    }

    private SlideProperties properties() {
        List<Level> all = new ArrayList<>();
        Map<String, String> raw = new TreeMap<>();
        Instance first = levels.get(0).first();
        for (SeriesLevel level : levels) {
            int index = all.size();
            all.add(new Level(
                    index,
                    level.widthPx(),
                    level.heightPx(),
                    downsample(first.matrix(), level.first().matrix())));
            raw.put("openslide.level[" + index + "].tile-width", Integer.toString(level.tileWidthPx()));
            raw.put("openslide.level[" + index + "].tile-height", Integer.toString(level.tileHeightPx()));
        }
        raw.put("openslide.vendor", VENDOR);
        raw.put("dicom.instances", Integer.toString(files.all().size()));
        DicomUids.put(first.uids().study(), first.uids().series(), levels.get(0).instances(), raw);
        raw.put("dicom.transfer-syntax", first.pixels().syntax().label());
        raw.put("dicom.photometric-interpretation", first.pixels().photometric());
        raw.put(SlideProperties.FOCAL_PLANES, Integer.toString(levels.get(0).focalPlanes()));
        raw.put(SlideProperties.OPTICAL_PATHS, Integer.toString(levels.get(0).opticalPaths()));
        raw.put("dicom.tiling", levels.get(0).isSparse() ? "sparse" : "full");
        if (!first.optics().iccProfile().isEmpty()) {
            raw.put(SlideProperties.ICC_PROFILE, first.optics().iccProfile());
        }
        if (!first.optics().objective().isEmpty()) {
            raw.put("openslide.objective-power", first.optics().objective());
        }
        Instance.Resolution resolution = first.matrix().resolution();
        if (!resolution.attribute().isEmpty()) {
            raw.put("dicom.mpp-x", Double.toString(resolution.mppX()));
            raw.put("dicom.mpp-y", Double.toString(resolution.mppY()));
            raw.put("dicom.mpp-attribute", resolution.attribute());
        }
        return SlideProperties.of(all, raw, List.copyOf(associated.keySet()));
    }

    private RgbImage picture(String name) throws SlideException {
        SeriesLevel level = level(
                SeriesLevel.bySize(associated.getOrDefault(name, List.of())).get(0));
        if (level.widthPx() > LevelExtent.MAX_ASSOCIATED_PX / level.heightPx()) {
            throw new SlideException(
                    RejectionReason.UNREADABLE,
                    level.first().name() + " is of " + level.widthPx() + "x" + level.heightPx() + " px, too large");
        }
        SlideProperties alone =
                SlideProperties.of(List.of(new Level(0, level.widthPx(), level.heightPx(), 1)), Map.of(), List.of());
        try (SlideReader reader = new DirectReader(
                alone,
                List.of(Optional.of(level)),
                List.of(MissingTiles.BLANK),
                new TileCache(OWN_CACHE_BYTES),
                new Undecoded())) {
            return reader.read(new Level0Region(0, 0, (int) level.widthPx(), (int) level.heightPx()), 0);
        }
    }

    /** Nobody else reads what is not decoded. */
    private class Undecoded extends NobodyElse {
        @Override
        public RgbImage associatedImage(String name) throws SlideException {
            return picture(name);
        }

        @Override
        public String readerName() {
            return "DICOM";
        }

        @Override
        public void close() {}

        @Override
        protected SlideException unreadable(String what, String why) throws SlideException {
            files.checkReachable();
            return new SlideException(
                    RejectionReason.UNREADABLE,
                    what + " of " + files.all().get(0).name() + " cannot be decoded: " + why);
        }
    }

    /** The same, and the slide's files are closed with it. */
    private final class Rest extends Undecoded {
        @Override
        public void close() {
            files.close();
        }
    }
}
