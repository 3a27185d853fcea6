package io.slidestream.slides.series;

import io.slidestream.slides.SlideProperties;
import io.slidestream.slides.codec.RawLayout;
import io.slidestream.slides.dicom.TransferSyntax;
import java.util.List;
import java.util.Optional;

/**
 * One instance of a series: what its header says, and its frames.
 *
 * @param uids of the instance and what it belongs to
 * @param flavor third value of Image Type: VOLUME, LABEL, OVERVIEW, THUMBNAIL
 * @param matrix size of the picture that the frames are tiles of
 * @param pixels how a frame's pixels are written
 * @param part its place in a concatenation, or in itself
 * @param places of the frames; empty where they fill the picture row by row
 * @param optics optical paths and focal planes
 */
record Instance(
        String name,
        Uids uids,
        String flavor,
        Matrix matrix,
        Pixels pixels,
        Part part,
        Optional<FramePlaces> places,
        Optics optics,
        Frames frames) {
    /** UIDs as the file says them; empty where it does not. */
    record Uids(String study, String series, String instance) {}

    /**
     * A picture cut into tiles.
     *
     * @param tileWidthPx of a frame
     */
    record Matrix(long widthPx, long heightPx, int tileWidthPx, int tileHeightPx, Resolution resolution) {
        long columns() {
            return (widthPx + tileWidthPx - 1) / tileWidthPx;
        }

        long rows() {
            return (heightPx + tileHeightPx - 1) / tileHeightPx;
        }

        boolean isTiledLike(Matrix other) {
            return widthPx == other.widthPx
                    && heightPx == other.heightPx
                    && tileWidthPx == other.tileWidthPx
                    && tileHeightPx == other.tileHeightPx;
        }
    }

    /**
     * Microns per pixel.
     *
     * @param attribute that says so; empty where none does
     */
    record Resolution(double mppX, double mppY, String attribute) {
        static final Resolution UNKNOWN = new Resolution(0, 0, "");

        boolean isSquare() {
            return SlideProperties.isSquare(mppX, mppY);
        }
    }

    /** Samples of a pixel and their coding. */
    record Pixels(TransferSyntax syntax, int samples, int bits, String photometric, RawLayout.Planes planes) {}

    /**
     * @param concatenation UID of the whole; empty for an instance that is one
     * @param frameOffset frames of the whole before this part
     * @param parts of the whole, 0 where it is not said
     */
    record Part(String concatenation, long frameOffset, int parts) {}

    /**
     * @param paths identifiers of the optical paths, in the order of the file
     * @param iccProfile name of the first path's, empty where there is none
     */
    record Optics(List<String> paths, int pathCount, int focalPlanes, String objective, String iccProfile) {}
}
