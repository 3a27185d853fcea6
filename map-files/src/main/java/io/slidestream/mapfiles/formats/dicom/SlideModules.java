package io.slidestream.mapfiles.formats.dicom;

import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/**
 * The attributes that both objects of a map share: no patient, a study made of the slide, the slide as container and
 * specimen, and a grid of cells in the slide's frame of reference.
 */
final class SlideModules {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT);

    private final DicomMap map;

    SlideModules(DicomMap map) {
        this.map = map;
    }

    DataSet with(String sopClass, String sopInstance, String modality, String what, int series) {
        DataSet set = new DataSet();
        instance(set, sopClass, sopInstance);
        patientAndStudy(set);
        series(set, modality, what, series);
        equipment(set);
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

    private void instance(DataSet set, String sopClass, String sopInstance) {
        set.text(0x00080005, "CS", "ISO_IR 192")
                .text(0x00080016, "UI", sopClass)
                .text(0x00080018, "UI", sopInstance)
                .text(0x00080201, "SH", "+0000")
                .text(0x00200013, "IS", "1")
                .item(
                        0x00080110,
                        scheme -> scheme.text(0x00080102, "SH", Code.OWN_SCHEME)
                                .text(0x00080115, "ST", "Classes of the model of a Slidestream map")
                                .text(0x00080116, "ST", "Slidestream"));
    }

    private void patientAndStudy(DataSet set) {
        set.text(0x00100010, "PN")
                .text(0x00100020, "LO")
                .text(0x00100030, "DA")
                .text(0x00100040, "CS")
                .text(0x0020000D, "UI", Uids.of("study " + map.slide().identity()))
                .text(0x00080020, "DA")
                .text(0x00080030, "TM")
                .text(0x00080090, "PN")
                .text(0x00200010, "SH")
                .text(0x00080050, "SH");
    }

    private void series(DataSet set, String modality, String what, int series) {
        set.text(0x00080060, "CS", modality)
                .text(0x0020000E, "UI", Uids.of("series " + map.mapId() + " " + what))
                .text(0x00200011, "IS", Integer.toString(series))
                .text(0x0008103E, "LO", Texts.lo("Slidestream " + what))
                .text(
                        0x00200052,
                        "UI",
                        Uids.of("frame of reference " + map.slide().identity()))
                .text(0x00201040, "LO", "SLIDE_CORNER");
    }

    private void equipment(DataSet set) {
        set.text(0x00080070, "LO", "Slidestream")
                .text(0x00081090, "LO", Texts.lo(map.algorithm().modelName()))
                .text(0x00181000, "LO", Texts.lo(map.algorithm().modelId()))
                .text(0x00181020, "LO", Texts.lo(map.algorithm().softwareVersion()));
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
        set.text(0x00080023, "DA", DATE.format(map.date().atOffset(ZoneOffset.UTC)))
                .text(0x00080033, "TM", TIME.format(map.date().atOffset(ZoneOffset.UTC)))
                .text(0x00700080, "CS", "TUMOR_MAP")
                .text(0x00700081, "LO", Texts.lo(what + ", research use only"))
                .text(0x00700084, "PN")
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
