package io.slidestream.mapfiles.formats.dicom;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** The attributes that all objects of a slide share: no patient, and a study made of the slide. */
final class CommonModules {
    private static final DateTimeFormatter DATE = DateTimeFormatter.ofPattern("yyyyMMdd", Locale.ROOT);
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HHmmss", Locale.ROOT);

    private final DicomMap.Slide slide;
    private final DicomMap.Algorithm maker;
    private final String of;

    /** @param of what the object tells of, as an attempt at a map; the series is made of it */
    CommonModules(DicomMap.Slide slide, DicomMap.Algorithm maker, String of) {
        this.slide = slide;
        this.maker = maker;
        this.of = of;
    }

    DataSet with(String sopClass, String sopInstance, String modality, String what, int series) {
        DataSet set = new DataSet();
        instance(set, sopClass, sopInstance);
        patientAndStudy(set);
        series(set, modality, what, series);
        equipment(set);
        return set;
    }

    /** Adds what the object is, and when that was said. */
    static void content(DataSet set, String label, String description, Instant at) {
        set.text(0x00080023, "DA", DATE.format(at.atOffset(ZoneOffset.UTC)))
                .text(0x00080033, "TM", TIME.format(at.atOffset(ZoneOffset.UTC)))
                .text(0x00700080, "CS", label)
                .text(0x00700081, "LO", Texts.lo(description));
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
                .text(0x0020000D, "UI", slide.study())
                .text(0x00080020, "DA")
                .text(0x00080030, "TM")
                .text(0x00080090, "PN")
                .text(0x00200010, "SH")
                .text(0x00080050, "SH");
    }

    private void series(DataSet set, String modality, String what, int series) {
        set.text(0x00080060, "CS", modality)
                .text(0x0020000E, "UI", Uids.of("series " + of + " " + what))
                .text(0x00200011, "IS", Integer.toString(series))
                .text(0x0008103E, "LO", Texts.lo("Slidestream " + what));
    }

    private void equipment(DataSet set) {
        set.text(0x00080070, "LO", "Slidestream")
                .text(0x00081090, "LO", Texts.lo(maker.modelName()))
                .text(0x00181000, "LO", Texts.lo(maker.modelId()))
                .text(0x00181020, "LO", Texts.lo(maker.softwareVersion()));
    }
}
