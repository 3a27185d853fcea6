package io.slidestream.slides.direct;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.slides.FileKind;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.codec.TileCache;
import io.slidestream.slides.jpeg.JpegLibrary;
import io.slidestream.slides.openslide.OpenSlideReader;
import io.slidestream.slides.store.SlideBytes;
import io.slidestream.slides.store.SlideFile;
import io.slidestream.slides.tiff.TiffBytes;
import io.slidestream.slides.tiff.TiffField;
import io.slidestream.slides.tiff.TiffImage;
import io.slidestream.slides.tiff.TiffImages;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Decides whether a slide can be read directly. OpenSlide says what the levels are; each is matched with what a {@link
 * Container} finds in the file.
 */
public final class DirectOpening {
    /** Every container there is; the first that finds something has the file. */
    private static final List<Container> CONTAINERS = List.of(new NdpiContainer(), new TiffContainer());

    private final SlideProperties properties;
    private final TileCache cache;

    public DirectOpening(SlideProperties properties, TileCache cache) {
        this.properties = properties;
        this.cache = cache;
    }

    /**
     * The slide's reader.
     *
     * @param openSlide makes the reader that all else is left to, or that is the slide's only one; told why it is
     */
    public SlideReader over(SlideFile file, FileKind kind, Function<String, OpenSlideReader> openSlide)
            throws SlideException {
        if (kind != FileKind.TIFF || container().isEmpty()) {
            return openSlide.apply("format " + properties.vendor());
        }
        SlideBytes bytes;
        try {
            bytes = SlideBytes.open(file);
        } catch (IOException e) {
            return openSlide.apply(FileFault.words(e));
        }
        boolean used = false;
        try {
            Optional<SlideReader> direct =
                    over(bytes, () -> new OpenSlideRemainder(bytes, openSlide.apply("for the rest")));
            used = direct.isPresent();
            return direct.orElseGet(() -> openSlide.apply("its tiles are of a kind that only OpenSlide reads"));
        } catch (IOException | TiffBytes.BeyondEndException e) {
            return openSlide.apply(String.valueOf(e.getMessage()));
        } finally {
            if (!used) {
                bytes.close();
            }
        }
    }

    /**
     * A reader of what can be decoded; empty where the full resolution cannot.
     *
     * @param bytes of a TIFF
     * @param rest made only where there is a reader, which closes it
     */
    public Optional<SlideReader> over(SlideBytes bytes, Supplier<Remainder> rest)
            throws IOException, TiffBytes.BeyondEndException {
        Optional<Container> container = container();
        if (container.isEmpty()) {
            return Optional.empty();
        }
        Container found = container.get();
        List<CodedLevel> coded = found.levels(bytes, JpegLibrary.best());
        SlideProperties completed = found.completed(properties, coded);
        List<Optional<CodedLevel>> levels = completed.levels().stream()
                .map(level -> found.matching(level, completed, coded))
                .toList();
        if (levels.get(0).isEmpty()) {
            return Optional.empty();
        }
        List<MissingTiles> missing = completed.levels().stream()
                .map(level -> found.missing(completed.vendor(), level.index()))
                .toList();
        return Optional.of(new DirectReader(completed, levels, missing, cache, rest.get()));
    }

    private Optional<Container> container() {
        return CONTAINERS.stream()
                .filter(known -> known.shows(properties.vendor()))
                .findFirst();
    }

    /** Whether bytes that come from elsewhere are worth having in pieces: a TIFF with tiles, which lie together. */
    public static boolean comesInPieces(SlideBytes bytes) throws IOException, TiffBytes.BeyondEndException {
        return new NdpiContainer().levels(bytes, JpegLibrary.best()).isEmpty()
                && !new TiffContainer().levels(bytes, JpegLibrary.best()).isEmpty();
    }

    /** Where a TIFF names the coding of tiles that are decoded here and that no OpenSlide opens. */
    public static List<TiffField> codingsOnlyKnownHere(SlideBytes bytes)
            throws IOException, TiffBytes.BeyondEndException {
        List<TiffField> found = new ArrayList<>();
        for (TiffImage image : new TiffImages(bytes.channel()).chain()) {
            TiffCoding.onlyKnownHere(image).ifPresent(found::add);
        }
        return found;
    }

    /**
     * The levels of a file that can be decoded, the full resolution first, whatever OpenSlide makes of it.
     *
     * @param file owned by the caller
     */
    public static List<CodedLevel> levels(SlideBytes file, JpegLibrary library)
            throws IOException, TiffBytes.BeyondEndException {
        for (Container container : CONTAINERS) {
            List<CodedLevel> levels = container.levels(file, library);
            if (!levels.isEmpty()) {
                return levels;
            }
        }
        return List.of();
    }
}
