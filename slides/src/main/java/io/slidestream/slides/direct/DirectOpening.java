package io.slidestream.slides.direct;

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
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Decides whether a slide can be read directly. OpenSlide says what the levels are; each is matched with what a {@link
 * Container} finds in the file.
 */
public final class DirectOpening {
    /** Every container there is; the first that finds something has the file. */
    private static final List<Container> CONTAINERS = List.of(new NdpiContainer(), new TiffContainer());

    private final SlideFile file;
    private final FileKind kind;
    private final SlideProperties properties;
    private final TileCache cache;

    public DirectOpening(SlideFile file, FileKind kind, SlideProperties properties, TileCache cache) {
        this.file = file;
        this.kind = kind;
        this.properties = properties;
        this.cache = cache;
    }

    /**
     * The slide's reader.
     *
     * @param openSlide makes the reader that all else is left to, or that is the slide's only one; told why it is
     */
    public SlideReader over(Function<String, OpenSlideReader> openSlide) throws SlideException {
        Optional<Container> container = CONTAINERS.stream()
                .filter(known -> known.shows(properties.vendor()))
                .findFirst();
        if (kind != FileKind.TIFF || container.isEmpty()) {
            return openSlide.apply("format " + properties.vendor());
        }
        SlideBytes bytes;
        try {
            bytes = SlideBytes.open(file);
        } catch (IOException e) {
            return openSlide.apply(String.valueOf(e.getMessage()));
        }
        boolean used = false;
        try {
            Container found = container.get();
            List<CodedLevel> coded = found.levels(bytes, JpegLibrary.best());
            SlideProperties completed = found.completed(properties, coded);
            List<Optional<CodedLevel>> levels = completed.levels().stream()
                    .map(level -> found.matching(level, completed, coded))
                    .toList();
            if (levels.get(0).isEmpty()) {
                return openSlide.apply("its tiles are of a kind that only OpenSlide reads");
            }
            used = true;
            return new DirectReader(
                    completed,
                    levels,
                    completed.levels().stream()
                            .map(level -> found.missing(completed.vendor(), level.index()))
                            .toList(),
                    cache,
                    new OpenSlideRemainder(bytes, openSlide.apply("for the rest")));
        } catch (IOException | TiffBytes.BeyondEndException e) {
            return openSlide.apply(String.valueOf(e.getMessage()));
        } finally {
            if (!used) {
                bytes.close();
            }
        }
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
