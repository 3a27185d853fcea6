package io.slidestream.mapfiles.formats.dicom;

import java.util.List;
import java.util.Locale;

/** The attributes that both objects of a map share: the slide as container and specimen, and a grid of cells in its frame of reference. */
final class SlideModules {
    private final DicomMap map;

    SlideModules(DicomMap map) {
        this.map = map;
    }

    DataSet with(String sopClass, String sopInstance, String modality, String what, int series) {
        DataSet set = new CommonModules(map.slide(), map.algorithm(), map.mapId())
                .with(sopClass, sopInstance, modality, what, series);
        set.text(0x00200052, "UI", Uids.of("frame of reference " + map.slide().identity()))
                .text(0x00201040, "LO", "SLIDE_CORNER");
        if (map.slide().uids() != null) {
            map.slide().series(set);
        }
        specimen(set);
        content(set, what);
        grid(set);
        return set;
    }

    /** Adds the position of a frame that covers the whole grid. */
    void planePosition(DataSet frame) {
        frame.item(
                0x0048021A,
                plane -> plane.text(
                                0x0040072A,
                                "DS",
                                decimal(map.cells().rows() * map.cells().mm()))
                        .text(
                                0x0040073A,
                                "DS",
                                decimal(map.cells().columns() * map.cells().mm()))
                        .text(0x0040074A, "DS", "0")
                        .longs(0x0048021E, "SL", 1)
                        .longs(0x0048021F, "SL", 1));
    }

    /** Adds the source of the pixels, in words as well: a slide that is no DICOM object has no UID to refer to. */
    void derivation(DataSet shared) {
        List<DataSet> sources = map.slide().uids() == null
                ? List.of()
                : map.slide().images().stream()
                        .map(image -> image.code(0x0040A170, Code.SOURCE_IMAGE))
                        .toList();
        shared.item(
                0x00089124,
                derivation -> derivation
                        .text(
                                0x00082111,
                                "ST",
                                Texts.st("Classified by " + map.algorithm().modelName() + " from "
                                        + map.slide().title()))
                        .code(0x00089215, new Code("113076", "DCM", "Segmentation"))
                        .sequence(0x00082112, sources));
    }

    void pixelMeasures(DataSet shared) {
        // A thickness is required and not known: a micrometre stands for "thin".
        shared.item(
                0x00289110,
                measures -> measures.text(
                                0x00280030,
                                "DS",
                                decimal(map.cells().mm()),
                                decimal(map.cells().mm()))
                        .text(0x00180050, "DS", "0.001"));
    }

    /** The order in which frames differ: by the pointed attribute, then by place. */
    void dimensions(DataSet set, int pointer, int group, String label) {
        String uid = Uids.of("dimensions " + map.mapId() + " " + label);
        set.text(0x00209311, "CS", "TILED_SPARSE");
        set.item(0x00209221, organization -> organization.text(0x00209164, "UI", uid));
        set.sequence(
                0x00209222,
                List.of(
                        dimension(uid, pointer, group, label),
                        dimension(uid, 0x0048021F, 0x0048021A, "Column Position"),
                        dimension(uid, 0x0048021E, 0x0048021A, "Row Position")));
    }

    private static DataSet dimension(String uid, int pointer, int group, String label) {
        return new DataSet()
                .text(0x00209164, "UI", uid)
                .at(0x00209165, pointer)
                .at(0x00209167, group)
                .text(0x00209421, "LO", label);
    }

    private void specimen(DataSet set) {
        set.text(0x00400512, "LO", Texts.lo(map.slide().title()))
                .sequence(0x00400513, List.of())
                .code(0x00400518, Code.SLIDE)
                .item(
                        0x00400560,
                        specimen -> specimen.text(
                                        0x00400551, "LO", Texts.lo(map.slide().title()))
                                .text(
                                        0x00400554,
                                        "UI",
                                        Uids.of("specimen " + map.slide().identity()))
                                .sequence(0x00400562, List.of())
                                .sequence(0x00400610, List.of()));
    }

    private void content(DataSet set, String what) {
        CommonModules.content(set, "TUMOR_MAP", what + ", research use only", map.date());
        set.text(0x00700084, "PN")
                .text(0x00082111, "ST", Texts.st("Derived from " + map.slide().title() + ", map " + map.mapId()))
                .text(0x00204000, "LT", Texts.st("Research use only, not a medical device."))
                .text(0x00282110, "CS", "00")
                .text(0x00280301, "CS", "NO");
    }

    private void grid(DataSet set) {
        set.us(0x00280010, map.cells().rows())
                .us(0x00280011, map.cells().columns())
                .us(0x00280002, 1)
                .text(0x00280004, "CS", "MONOCHROME2")
                .longs(0x00480006, "UL", map.cells().columns())
                .longs(0x00480007, "UL", map.cells().rows())
                .longs(0x00480303, "UL", 1)
                // Columns run towards smaller y, rows towards smaller x: as seen through the cover slip, label upwards.
                .text(0x00480102, "DS", "0", "-1", "0", "-1", "0", "0")
                .item(
                        0x00480008,
                        origin -> origin.text(
                                        0x0040072A,
                                        "DS",
                                        decimal(map.cells().rows() * map.cells().mm()))
                                .text(
                                        0x0040073A,
                                        "DS",
                                        decimal(map.cells().columns()
                                                * map.cells().mm())));
    }

    /** Formats a decimal string, of at most 16 characters. */
    private static String decimal(double value) {
        return String.format(Locale.ROOT, "%.8f", value).replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
