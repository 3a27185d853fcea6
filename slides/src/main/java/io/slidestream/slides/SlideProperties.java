package io.slidestream.slides;

import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;

/**
 * What a slide says of itself.
 *
 * @param mpp microns per level-0 pixel; empty where the slide gives none, zero or junk
 * @param objectivePower the objective's magnification, empty where unknown
 * @param vendor as OpenSlide names it
 * @param raw every property as the format gives it
 * @param associatedImages names of label, macro, thumbnail and the like
 */
public record SlideProperties(
        List<Level> levels,
        OptionalDouble mpp,
        OptionalDouble objectivePower,
        String vendor,
        Map<String, String> raw,
        List<String> associatedImages) {
    public long widthPx() {
        return levels.get(0).widthPx();
    }

    public long heightPx() {
        return levels.get(0).heightPx();
    }
}
