package io.slidestream.mapfiles.formats.dicom;

import java.time.Instant;
import java.util.List;

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
     */
    public record Slide(String identity, String title) {}

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
