package io.slidestream.slides.open;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.slides.FileKind;
import io.slidestream.slides.Level;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.direct.DirectOpening;
import io.slidestream.slides.openslide.OpenSlideException;
import io.slidestream.slides.openslide.OpenSlideHandle;
import io.slidestream.slides.openslide.OpenSlideHost;
import io.slidestream.slides.openslide.OpenSlideMissingException;
import io.slidestream.slides.openslide.OpenSlideReader;
import io.slidestream.slides.openslide.OpenedSlide;
import io.slidestream.slides.series.Series;
import io.slidestream.slides.series.SeriesFolder;
import io.slidestream.slides.store.DistantSlide;
import io.slidestream.slides.store.FileUris;
import io.slidestream.slides.store.LocalSlide;
import io.slidestream.slides.store.SlideFile;
import io.slidestream.slides.store.SlideSource;
import io.slidestream.slides.tiff.TiffInspection;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens slides. */
public final class SlideReaders {
    /** Slides of these formats lie in several files, of which one may still be missing. */
    private static final List<String> MANY_FILES = List.of(".mrxs", ".vms", ".vmu");

    private static final String MIRAX = ".mrxs";

    /** Enough for a few rows of tiles of a large slide. */
    public static final long OWN_CACHE_BYTES = 32L << 20;

    private static final Logger LOG = LoggerFactory.getLogger(SlideReaders.class);

    /** One for the process, as the library is. */
    private static volatile OpenSlideHost openSlide = OpenSlideHost.HERE;

    private SlideReaders() {}

    /** Has every slide that is opened from now on read by OpenSlide there. */
    static void openSlideRunsIn(OpenSlideHost host) {
        openSlide = host;
    }

    /**
     * Opens the slide in a file for a few looks, with a cache of its own; the caller closes it.
     *
     * @throws SlideException as {@link #open(Path, ReaderChoice, TileCache)}
     */
    public static SlideReader open(Path path) throws SlideException {
        return open(path, ReaderChoice.AUTO, new TileCache(OWN_CACHE_BYTES));
    }

    /**
     * Opens the slide in a file, or the DICOM series that is the only one in a folder; the caller closes it.
     *
     * @param cache of decoded tiles, which may be shared with other slides
     * @throws SlideException VANISHED if there is no such file, NOT_A_SLIDE if its format is none of a slide's,
     *     INCOMPLETE if bytes that it announces are missing, UNREADABLE if it is damaged, CRASHES_READER if it ended the
     *     process that opened it, FAILED if it may be had later
     * @throws OpenSlideMissingException if the library is not installed
     */
    public static SlideReader open(Path path, ReaderChoice choice, TileCache cache) throws SlideException {
        SlideReader reader = openAny(SlideFile.at(SeriesFolder.file(path)), choice, cache);
        LOG.info("{} is read by {}", path.toUri(), reader.readerName());
        return reader;
    }

    /**
     * Opens the slide, in pieces if it is elsewhere and can be read so, else whole; the caller closes both.
     *
     * @throws SlideException as {@link #open(Path, ReaderChoice, TileCache)}
     */
    static SlideReader open(SlideSource source, ReaderChoice choice, TileCache cache) throws SlideException {
        if (source instanceof LocalSlide local) {
            return open(local.path(), choice, cache);
        }
        DistantSlide distant = (DistantSlide) source;
        if (choice == ReaderChoice.AUTO) {
            Optional<SlideReader> reader = new DistantOpening(distant, openSlide, cache).open();
            if (reader.isPresent()) {
                LOG.info("{} is read by {}", distant.name(), reader.get().readerName());
                return reader.get();
            }
        }
        return FetchedSlide.open(distant.whole(), choice, cache);
    }

    private static SlideReader openAny(SlideFile file, ReaderChoice choice, TileCache cache) throws SlideException {
        FileKind kind = inspect(file);
        if (kind == FileKind.DICOM && choice == ReaderChoice.AUTO) {
            return Series.reader(file, cache);
        }
        OpenSlideHost host = openSlide;
        OpenedSlide handle = host.open(file).orElse(null);
        if (handle == null) {
            file.checkReachable();
            return bigEndian(file, kind, choice, cache).orElseThrow(() -> unknown(file, kind));
        }
        boolean opened = false;
        try {
            SlideProperties properties = properties(file, handle);
            SlideReader reader = choice == ReaderChoice.OPENSLIDE
                    ? new OpenSlideReader(file, host, handle, properties, "as set by " + ReaderChoice.SETTING)
                    : new DirectOpening(properties, cache)
                            .over(file, kind, remark -> new OpenSlideReader(file, host, handle, properties, remark));
            opened = true;
            return reader;
        } catch (OpenSlideException e) {
            return standIn(file, kind, choice, cache)
                    .orElseThrow(() -> new SlideException(
                            RejectionReason.UNREADABLE, name(file) + " cannot be opened: " + e.getMessage(), e));
        } finally {
            if (!opened) {
                handle.close();
            }
        }
    }

    private static Optional<SlideReader> standIn(SlideFile file, FileKind kind, ReaderChoice choice, TileCache cache)
            throws SlideException {
        return kind == FileKind.TIFF && choice == ReaderChoice.AUTO
                ? new StandInOpening(file, openSlide, cache).open()
                : Optional.empty();
    }

    private static Optional<SlideReader> bigEndian(SlideFile file, FileKind kind, ReaderChoice choice, TileCache cache)
            throws SlideException {
        if (kind != FileKind.TIFF) {
            return Optional.empty();
        }
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            if (!BigEndianTiff.is(channel)) {
                return Optional.empty();
            }
        } catch (IOException e) {
            return Optional.empty(); // what could be said of it is said by the caller
        }
        return standIn(file, kind, choice, cache);
    }

    private static FileKind inspect(SlideFile file) throws SlideException {
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            FileKind kind = FileKind.of(channel);
            if (kind == FileKind.TIFF) {
                new TiffInspection(channel, name(file)).run();
            }
            return kind;
        } catch (IOException e) {
            file.checkReachable();
            throw new SlideException(
                    RejectionReason.UNREADABLE, name(file) + " cannot be read: " + FileFault.words(e), e);
        }
    }

    private static SlideException unknown(SlideFile file, FileKind kind) {
        String name = name(file);
        String version = OpenSlideHandle.version();
        String openSlide = "OpenSlide " + version;
        String lower = name.toLowerCase(Locale.ROOT);
        if (kind == FileKind.EMPTY) {
            return new SlideException(
                    RejectionReason.INCOMPLETE, name + " is empty; it may still be arriving: copy it again");
        }
        if (kind == FileKind.ZEROS) {
            return new SlideException(
                    RejectionReason.INCOMPLETE,
                    name + " begins with nothing but zeros; it may still be arriving: copy it again");
        }
        if (lower.endsWith(MIRAX) && !name.endsWith(MIRAX)) {
            return new SlideException(
                    RejectionReason.NOT_A_SLIDE,
                    name + " is not known to " + openSlide
                            + ", which wants the ending in small letters: rename it to end in " + MIRAX);
        }
        if (MANY_FILES.stream().anyMatch(lower::endsWith)) {
            return new SlideException(
                    RejectionReason.INCOMPLETE,
                    name + " cannot be opened by " + openSlide
                            + "; a slide of this format needs its other files beside it: copy them too");
        }
        return switch (kind) {
            case TIFF ->
                new SlideException(
                        RejectionReason.NOT_A_SLIDE,
                        name + " is a TIFF but no whole-slide image that " + openSlide + " knows"
                                + (hasTiles(file)
                                        ? ""
                                        : ": it is not tiled; convert it, as with vips tiffsave IN OUT --tile"
                                                + " --pyramid"));
            case SQLITE ->
                new SlideException(
                        RejectionReason.INCOMPLETE, name + " is damaged, still arriving, or no slide; copy it again");
            case DICOM ->
                new SlideException(
                        RejectionReason.NOT_A_SLIDE,
                        name + " is DICOM, which " + openSlide + " does not read: set " + ReaderChoice.SETTING + "="
                                + ReaderChoice.AUTO.label());
            case EMPTY, ZEROS, OTHER ->
                new SlideException(
                        RejectionReason.NOT_A_SLIDE,
                        name + " is not a whole-slide image that " + openSlide + " knows; check the file's format");
        };
    }

    private static boolean hasTiles(SlideFile file) {
        try (FileChannel channel = FileChannel.open(file.path(), StandardOpenOption.READ)) {
            return new TiffInspection(channel, name(file)).hasTiles();
        } catch (IOException e) {
            return true; // nothing can be said
        }
    }

    static SlideProperties properties(SlideFile file, OpenedSlide handle) throws OpenSlideException, SlideException {
        handle.check();
        List<Level> levels = handle.levels();
        Map<String, String> raw = handle.properties();
        if (levels.isEmpty()) {
            throw new OpenSlideException("it has no level");
        }
        for (Level level : levels) {
            if (level.widthPx() > Integer.MAX_VALUE || level.heightPx() > Integer.MAX_VALUE) {
                throw new OpenSlideException(
                        "level " + level.index() + " claims " + level.widthPx() + "x" + level.heightPx() + " px");
            }
            checkTileSide(file, raw.get("openslide.level[" + level.index() + "].tile-width"));
            checkTileSide(file, raw.get("openslide.level[" + level.index() + "].tile-height"));
        }
        return SlideProperties.of(levels, raw, handle.associatedImages());
    }

    private static void checkTileSide(SlideFile file, @Nullable String sidePx) throws SlideException {
        if (sidePx != null && (sidePx.length() > 5 || Integer.parseInt(sidePx) > TiffInspection.MAX_TILE_SIDE_PX)) {
            throw TiffInspection.hugeTiles(name(file), sidePx);
        }
    }

    private static String name(SlideFile file) {
        return FileUris.text(file.path());
    }
}
