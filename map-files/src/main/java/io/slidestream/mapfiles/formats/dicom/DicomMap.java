package io.slidestream.mapfiles.formats.dicom;

import io.slidestream.slides.DicomUids;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Content of a map's DICOM objects. A cell is a pixel.
 *
 * @param mapId identifies this attempt at the map
 * @param date when the map was classified
 */
public record DicomMap(
        Slide slide, String mapId, Algorithm algorithm, Cells cells, Instant date, List<DicomClass> classes) {
    /**
     * The slide of the map.
     *
     * @param identity what identifies its bytes, as location and fingerprint; UIDs are made of it, it is not written
     * @param title what people call it; no path
     * @param uids its own, of a slide that is DICOM and may be named; others get such as are made of the identity
     */
    public record Slide(
            String identity, String title, @Nullable DicomUids uids) {
        String study() {
            return uids == null ? Uids.of("study " + identity) : uids.study();
        }

        /** References to its pictures; of a concatenation the first is the first part. */
        List<DataSet> images() {
            List<String> instances = uids == null ? List.of(Uids.of("image " + identity)) : uids.instances();
            return instances.stream()
                    .map(instance -> new DataSet()
                            .text(0x00081150, "UI", Uids.SLIDE_IMAGE)
                            .text(0x00081155, "UI", instance))
                    .toList();
        }

        /** Adds the series that its pictures are of. */
        void series(DataSet set) {
            set.item(0x00081115, series -> {
                series.text(
                        0x0020000E, "UI", uids == null ? Uids.of("series of the image " + identity) : uids.series());
                series.sequence(0x0008114A, images());
            });
        }
    }

    /**
     * What classified.
     *
     * @param modelId 64 hex digits
     */
    public record Algorithm(String modelName, String modelId, String softwareVersion) {}

    /**
     * The grid.
     *
     * @param mm side of a cell in millimetres
     */
    public record Cells(int columns, int rows, double mm) {
        private static final int LONGEST_SIDE = 65_535;

        public Cells {
            if (columns > LONGEST_SIDE || rows > LONGEST_SIDE) {
                throw new IllegalArgumentException("a frame of DICOM holds " + LONGEST_SIDE + " x " + LONGEST_SIDE
                        + " pixels, not " + columns + " x " + rows + " cells");
            }
        }
    }

    public DicomMap {
        classes = List.copyOf(classes);
    }
}
