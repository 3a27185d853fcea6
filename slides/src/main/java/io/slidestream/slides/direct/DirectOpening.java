package io.slidestream.slides.direct;

import io.slidestream.slides.FileKind;
import io.slidestream.slides.Level;
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
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Decides whether a slide can be read directly. OpenSlide says what the levels are; each is matched with the TIFF
 * directory of the same size. Only layouts that OpenSlide shows as they lie in the file qualify: Aperio and generic TIFF.
 */
public final class DirectOpening {
    private static final Set<String> VENDORS = Set.of("aperio", "generic-tiff");

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
        if (kind != FileKind.TIFF || !VENDORS.contains(properties.vendor())) {
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
            List<CodedLevel> directories = new TiffLevels(bytes, JpegLibrary.best()).levels();
            List<Optional<CodedLevel>> levels = properties.levels().stream()
                    .map(level -> matching(level, directories))
                    .toList();
            if (levels.get(0).isEmpty()) {
                return openSlide.apply("its tiles are not plain JPEG");
            }
            used = true;
            return new DirectReader(
                    properties,
                    levels,
                    missing(),
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
     * At lower levels OpenSlide draws a missing tile of Aperio's from the level above. In a generic TIFF, where exporters leave
     * glass out, 3.4 fails and 4 draws nothing.
     */
    private List<MissingTiles> missing() {
        boolean aperio = properties.vendor().equals("aperio");
        return properties.levels().stream()
                .map(level -> level.index() == 0 || !aperio ? MissingTiles.BLANK : MissingTiles.UNKNOWN)
                .toList();
    }

    private Optional<CodedLevel> matching(Level level, List<CodedLevel> directories) {
        Map<String, String> raw = properties.raw();
        String prefix = "openslide.level[" + level.index() + "].tile-";
        List<CodedLevel> matching = directories.stream()
                .filter(coded -> coded.widthPx() == level.widthPx() && coded.heightPx() == level.heightPx())
                .filter(coded -> Integer.toString(coded.tileWidthPx()).equals(raw.get(prefix + "width")))
                .filter(coded -> Integer.toString(coded.tileHeightPx()).equals(raw.get(prefix + "height")))
                .toList();
        return matching.size() == 1 ? Optional.of(matching.get(0)) : Optional.empty();
    }
}
