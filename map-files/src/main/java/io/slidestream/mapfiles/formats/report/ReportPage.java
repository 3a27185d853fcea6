package io.slidestream.mapfiles.formats.report;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Content of the page. It names the slide and no place, person or label.
 *
 * @param date when the map was classified
 * @param facts about slide, tiles and model
 * @param map the slide with the map on top
 * @param classes in the model's order
 * @param totals below the classes: what was read and what not
 * @param tumor null where the model has no tumour class
 * @param remarks what is said in words
 */
public record ReportPage(
        String slideName,
        Instant date,
        List<Fact> facts,
        Picture map,
        List<ClassRow> classes,
        List<Fact> totals,
        @Nullable Tumor tumor,
        Remarks remarks,
        String mapId) {
    /**
     * What is said in words, in sentences.
     *
     * @param ledger every tile accounted for
     * @param notes what a reader must know of this map
     * @param limits what the map cannot tell
     */
    public record Remarks(String ledger, List<String> notes, List<String> limits) {}

    /** A name and a value. */
    public record Fact(String name, String value) {}

    /** A JPEG. */
    @SuppressWarnings("ArrayRecordComponent") // identity is never compared
    public record Picture(byte[] jpeg, int widthPx, int heightPx) {}

    /**
     * A class on the map.
     *
     * @param tissue in words, or empty
     * @param rgb {@code 0xRRGGBB}
     * @param areaFraction of the area read, in [0, 1]
     */
    public record ClassRow(String name, String tissue, int rgb, double areaMm2, double areaFraction) {}

    /**
     * The tumour regions.
     *
     * @param facts about all of them
     * @param picture the slide with their outlines; null if there are none
     * @param largest some of them, the largest first
     */
    public record Tumor(List<Fact> facts, @Nullable Picture picture, List<Region> largest) {}

    /** One region. */
    public record Region(int number, double areaMm2, double largestDiameterMm, double meanProbability) {}
}
