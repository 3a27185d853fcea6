package io.slidestream.viewer.api;

import io.slidestream.catalog.people.Correction;
import io.slidestream.catalog.people.Region;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.mapfiles.formats.dicom.BulkAnnotations;
import io.slidestream.mapfiles.formats.dicom.DicomClass;
import io.slidestream.mapfiles.formats.dicom.DicomMap;
import io.slidestream.mapfiles.formats.dicom.DrawnRegions;
import io.slidestream.mapfiles.formats.dicom.Polygon;
import io.slidestream.mapfiles.map.Palette;
import io.slidestream.mapfiles.map.Versions;
import io.slidestream.slides.DicomUids;
import io.slidestream.viewer.catalog.TumourArea;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The corrections of a slide as DICOM annotations, one group for each class and person. */
final class CorrectionsDicom {
    private static final int ARTEFACT_RGB = 0x1f2933;
    private static final int OTHER_RGB = 0x7c8794;

    private final TumourArea tumour;

    CorrectionsDicom(TumourArea tumour) {
        this.tumour = tumour;
    }

    /**
     * @param uids of the slide where it is DICOM and may be named
     * @param corrections at least one
     */
    byte[] of(SlideVersion slide, @Nullable DicomUids uids, List<String> classNames, List<Correction> corrections)
            throws IOException {
        Map<List<String>, List<Correction>> groups = new LinkedHashMap<>();
        for (Correction one : corrections) {
            groups.computeIfAbsent(List.of(one.label(), one.author()), key -> new ArrayList<>())
                    .add(one);
        }
        Palette palette = new Palette(classNames);
        String tumourClass = tumour.className(classNames).orElse("");
        String title = slide.name().substring(slide.name().lastIndexOf('/') + 1);
        DrawnRegions regions = new DrawnRegions(
                new DicomMap.Slide(slide.location() + " " + slide.fingerprint(), title, uids),
                Versions.ours(),
                groups.entrySet().stream()
                        .map(group -> new DrawnRegions.Group(
                                what(group.getKey().get(0), classNames, palette, tumourClass),
                                group.getKey().get(1),
                                group.getValue().stream()
                                        .map(CorrectionsDicom::drawn)
                                        .toList()))
                        .toList());
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BulkAnnotations.write(regions, out);
        return out.toByteArray();
    }

    /** A class of another model than this map's is a tissue without a colour. */
    private static DicomClass what(String label, List<String> classNames, Palette palette, String tumourClass) {
        if (label.equals(Correction.ARTEFACT) || label.equals(Correction.NOT_SURE)) {
            return new DicomClass(
                    label, label, DicomClass.Kind.REMARK, label.equals(Correction.ARTEFACT) ? ARTEFACT_RGB : OTHER_RGB);
        }
        int index = classNames.indexOf(label);
        String tissue = index < 0 ? "" : palette.tissue(index);
        return new DicomClass(
                label,
                tissue.isEmpty() ? label : tissue,
                label.equals(tumourClass) ? DicomClass.Kind.TUMOR : DicomClass.Kind.TISSUE,
                index < 0 ? OTHER_RGB : palette.distinct(index));
    }

    private static DrawnRegions.Drawn drawn(Correction one) {
        return new DrawnRegions.Drawn(
                one.region().polygons().stream()
                        .map(rings -> new Polygon(
                                rings.stream().map(CorrectionsDicom::numbers).toList()))
                        .toList(),
                one.comment(),
                one.at());
    }

    private static double[] numbers(Region.Ring ring) {
        double[] numbers = new double[ring.points().size() * 2];
        for (int i = 0; i < ring.points().size(); i++) {
            numbers[2 * i] = ring.points().get(i).x();
            numbers[2 * i + 1] = ring.points().get(i).y();
        }
        return numbers;
    }
}
