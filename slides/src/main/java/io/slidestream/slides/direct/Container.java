package io.slidestream.slides.direct;

import io.slidestream.slides.Level;
import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.jpeg.JpegLibrary;
import io.slidestream.slides.store.SlideBytes;
import io.slidestream.slides.tiff.TiffBytes;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A kind of file whose tiles are found here. It says what of the file can be decoded; which of that OpenSlide shows, and at
 * which level, is matched by size. One class a container.
 */
interface Container {
    /** Whether OpenSlide shows the levels of this vendor's files as they lie there. */
    boolean shows(String vendor);

    /**
     * All that can be decoded, the full resolution first where it can be; none where the file is of another kind.
     *
     * @param file owned by the caller; what the levels read from
     */
    List<CodedLevel> levels(SlideBytes file, JpegLibrary library) throws IOException, TiffBytes.BeyondEndException;

    /** What is shown in the place of a level's missing tiles. */
    MissingTiles missing(String vendor, int level);

    /** The slide's properties with levels that OpenSlide does not know. */
    default SlideProperties completed(SlideProperties properties, List<CodedLevel> found) {
        return properties;
    }

    /** The level of the file that is this one of the slide's. */
    default Optional<CodedLevel> matching(Level level, SlideProperties properties, List<CodedLevel> found) {
        Map<String, String> raw = properties.raw();
        String prefix = "openslide.level[" + level.index() + "].tile-";
        List<CodedLevel> matching = found.stream()
                .filter(coded -> coded.widthPx() == level.widthPx() && coded.heightPx() == level.heightPx())
                .filter(coded -> isSaid(coded.tileWidthPx(), raw.get(prefix + "width")))
                .filter(coded -> isSaid(coded.pieceHeightPx(), raw.get(prefix + "height")))
                .toList();
        return matching.size() == 1 ? Optional.of(matching.get(0)) : Optional.empty();
    }

    private static boolean isSaid(int sidePx, @org.jspecify.annotations.Nullable String said) {
        return said == null || said.equals(Integer.toString(sidePx));
    }
}
