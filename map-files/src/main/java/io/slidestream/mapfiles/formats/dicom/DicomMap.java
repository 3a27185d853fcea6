package io.slidestream.mapfiles.formats.dicom;

import java.time.Instant;
import java.util.List;

/**
 * Content of a map's DICOM objects. A cell is a pixel.
 *
 * @param slide what identifies the slide's bytes, as location and fingerprint; UIDs are made of it, it is not written
 * @param slideLocation where the slide lies
 * @param slideName identifies the slide for people
 * @param mapId identifies this attempt at the map
 * @param modelId 64 hex digits
 * @param cellMm side of a cell in millimetres
 * @param date when the map was classified
 */
public record DicomMap(
        String slide,
        String slideLocation,
        String slideName,
        String mapId,
        String modelName,
        String modelId,
        String softwareVersion,
        int columns,
        int rows,
        double cellMm,
        Instant date,
        List<DicomClass> classes) {
    private static final int LONGEST_SIDE = 65_535;

    public DicomMap {
        classes = List.copyOf(classes);
        if (columns > LONGEST_SIDE || rows > LONGEST_SIDE) {
            throw new IllegalArgumentException("a frame of DICOM holds " + LONGEST_SIDE + " x " + LONGEST_SIDE
                    + " pixels, not " + columns + " x " + rows + " cells");
        }
    }
}
