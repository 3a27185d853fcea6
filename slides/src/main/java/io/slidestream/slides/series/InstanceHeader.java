package io.slidestream.slides.series;

import io.slidestream.slides.SlideException;
import io.slidestream.slides.codec.RawLayout;
import io.slidestream.slides.dicom.DicomBytes;
import io.slidestream.slides.dicom.DicomException;
import io.slidestream.slides.dicom.DicomFile;
import io.slidestream.slides.dicom.ElementReader;
import io.slidestream.slides.dicom.Tags;
import io.slidestream.slides.dicom.TransferSyntax;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the header of one instance up to its pixel data, and finds its frames. */
final class InstanceHeader {
    private static final String WHOLE_SLIDE = "1.2.840.10008.5.1.4.1.1.77.1.6";
    private static final int MAX_TABLE_BYTES = 1 << 27;
    private static final int MAX_PROFILE_BYTES = 1 << 22;
    private static final int MAX_PATHS = 1024;
    private static final int MAX_TILE_SIDE_PX = 16_384;
    private static final int MAX_FRAMES = 1 << 24;
    private static final double UM_PER_MM = 1000;

    private final String name;
    private final DicomFile file;

    private String sopClass = "";
    private String study = "";
    private String series = "";
    private String uid = "";
    private String[] imageType = new String[0];
    private String organization = "";
    private String photometric = "";
    private String concatenation = "";
    private long frameOffset;
    private int parts;
    private int samples = 1;
    private int bits;
    private long planar;
    private long frames = 1;
    private long rows;
    private long columns;
    private long totalRows;
    private long totalColumns;
    private double[] spacing = new double[0];
    private double volumeWidthMm;
    private double volumeHeightMm;
    private long pathCount;
    private long focalPlanes;
    private final List<String> paths = new ArrayList<>();
    private String objective = "";
    private String iccProfile = "";
    private byte[] offsets = new byte[0];
    private byte[] lengths = new byte[0];

    private String sharedPath = "";
    private double sharedDepth;
    private final FramePlaces places = new FramePlaces();
    private boolean allPlaced = true;
    private int column;
    private int row;
    private String path = "";
    private double depth;

    private InstanceHeader(String name, DicomFile file) {
        this.name = name;
        this.file = file;
    }

    /**
     * Reads an instance; empty where it is of another kind than whole-slide images.
     *
     * @param name of the file, for messages
     */
    static Optional<Instance> read(String name, DicomBytes bytes) throws DicomException, SlideException {
        return new InstanceHeader(name, DicomFile.of(bytes)).read();
    }

    private Optional<Instance> read() throws DicomException, SlideException {
        ElementReader elements = file.elements();
        while (elements.next()) {
            if (elements.tag() == Tags.PIXEL_DATA) {
                return Optional.of(instance(elements));
            }
            take(elements);
            if (elements.tag() == Tags.SOP_CLASS && !sopClass.equals(WHOLE_SLIDE)) {
                return Optional.empty();
            }
        }
        throw new DicomException(DicomException.Fault.BEYOND_END, "it has no pixel data");
    }

    private void take(ElementReader in) throws DicomException, SlideException {
        switch (in.tag()) {
            case Tags.SOP_CLASS -> sopClass = in.text();
            case Tags.SOP_INSTANCE -> uid = in.text();
            case Tags.STUDY -> study = in.text();
            case Tags.SERIES -> series = in.text();
            case Tags.IMAGE_TYPE -> imageType = in.text().split("\\\\", -1);
            case Tags.CONCATENATION -> concatenation = in.text();
            case Tags.CONCATENATION_FRAME_OFFSET -> frameOffset = in.number();
            case Tags.IN_CONCATENATION_TOTAL -> parts = in.signed();
            case Tags.DIMENSION_ORGANIZATION_TYPE -> organization = in.text();
            case Tags.SAMPLES -> samples = in.signed();
            case Tags.PHOTOMETRIC -> photometric = in.text();
            case Tags.PLANAR_CONFIGURATION -> planar = in.number();
            case Tags.NUMBER_OF_FRAMES -> frames = in.integer();
            case Tags.ROWS -> rows = in.number();
            case Tags.COLUMNS -> columns = in.number();
            case Tags.BITS_ALLOCATED -> bits = in.signed();
            case Tags.IMAGED_VOLUME_WIDTH -> volumeWidthMm = in.real();
            case Tags.IMAGED_VOLUME_HEIGHT -> volumeHeightMm = in.real();
            case Tags.TOTAL_COLUMNS -> totalColumns = in.number();
            case Tags.TOTAL_ROWS -> totalRows = in.number();
            case Tags.NUMBER_OF_PATHS -> pathCount = in.number();
            case Tags.FOCAL_PLANES -> focalPlanes = in.number();
            case Tags.OPTICAL_PATHS -> in.items(index -> opticalPath(in));
            case Tags.SHARED_GROUPS -> {
                in.items(index -> groups(in));
                sharedPath = path;
                sharedDepth = depth;
            }
            case Tags.PER_FRAME_GROUPS -> in.items(index -> frame(in));
            case Tags.EXTENDED_OFFSETS -> offsets = in.value(MAX_TABLE_BYTES);
            case Tags.EXTENDED_LENGTHS -> lengths = in.value(MAX_TABLE_BYTES);
            default -> {}
        }
    }

    private void opticalPath(ElementReader in) throws DicomException, SlideException {
        boolean first = paths.isEmpty();
        String id = "";
        while (in.next()) {
            switch (in.tag()) {
                case Tags.OPTICAL_PATH_ID -> id = in.text();
                case Tags.OBJECTIVE_POWER -> objective = first ? in.text() : objective;
                case Tags.ICC_PROFILE ->
                    iccProfile = first && in.length() <= MAX_PROFILE_BYTES
                            ? IccProfile.name(in.value(MAX_PROFILE_BYTES))
                            : iccProfile;
                default -> {}
            }
        }
        if (paths.size() < MAX_PATHS) {
            paths.add(id);
        }
    }

    private void frame(ElementReader in) throws DicomException, SlideException {
        column = 0;
        row = 0;
        path = sharedPath;
        depth = sharedDepth;
        groups(in);
        allPlaced &= column > 0 && row > 0;
        places.add(column, row, path, depth);
    }

    private void groups(ElementReader in) throws DicomException, SlideException {
        while (in.next()) {
            switch (in.tag()) {
                case Tags.PIXEL_MEASURES -> {
                    if (spacing.length == 0) {
                        in.items(index -> measures(in));
                    }
                }
                case Tags.PLANE_POSITION -> in.items(index -> position(in));
                case Tags.OPTICAL_PATH_IDENTIFICATION -> in.items(index -> identification(in));
                default -> {}
            }
        }
    }

    private void measures(ElementReader in) throws DicomException, SlideException {
        while (in.next()) {
            if (in.tag() == Tags.PIXEL_SPACING) {
                spacing = in.decimals();
            }
        }
    }

    private void position(ElementReader in) throws DicomException, SlideException {
        while (in.next()) {
            switch (in.tag()) {
                case Tags.COLUMN_POSITION -> column = in.signed();
                case Tags.ROW_POSITION -> row = in.signed();
                case Tags.Z_OFFSET -> {
                    double[] z = in.decimals();
                    depth = z.length == 1 ? z[0] : 0;
                }
                default -> {}
            }
        }
    }

    private void identification(ElementReader in) throws DicomException, SlideException {
        while (in.next()) {
            if (in.tag() == Tags.OPTICAL_PATH_ID) {
                path = in.text();
            }
        }
    }

    private Instance instance(ElementReader pixelData) throws DicomException, SlideException {
        if (rows < 1 || columns < 1 || rows > MAX_TILE_SIDE_PX || columns > MAX_TILE_SIDE_PX) {
            throw damaged("its frames claim " + columns + "x" + rows + " px");
        }
        if (frames < 1 || frames > MAX_FRAMES) {
            throw damaged("it claims " + frames + " frames");
        }
        long width = totalColumns == 0 && frames == 1 ? columns : totalColumns;
        long height = totalRows == 0 && frames == 1 ? rows : totalRows;
        if (width < 1 || height < 1 || width > Integer.MAX_VALUE || height > Integer.MAX_VALUE) {
            throw damaged("its picture claims " + width + "x" + height + " px");
        }
        boolean placed = !organization.equals("TILED_FULL") && allPlaced && places.count() > 0;
        if (placed && places.count() != frames) {
            throw damaged("it claims " + frames + " frames and says where " + places.count() + " lie");
        }
        Instance.Matrix matrix =
                new Instance.Matrix(width, height, (int) columns, (int) rows, resolution(width, height));
        return new Instance(
                name,
                new Instance.Uids(study, series, uid),
                imageType.length > 2 ? imageType[2].strip() : "VOLUME",
                matrix,
                new Instance.Pixels(file.syntax(), samples, bits, photometric, planes()),
                new Instance.Part(concatenation, frameOffset, parts),
                placed ? Optional.of(places) : Optional.empty(),
                new Instance.Optics(
                        List.copyOf(paths),
                        (int) Math.max(Math.max(1, paths.size()), Math.min(pathCount, MAX_PATHS)),
                        (int) Math.max(1, Math.min(focalPlanes, MAX_FRAMES)),
                        objective,
                        iccProfile),
                frames(pixelData));
    }

    private Frames frames(ElementReader pixelData) throws DicomException, SlideException {
        TransferSyntax.Coding coding = file.syntax().coding();
        if (coding == TransferSyntax.Coding.NATIVE) {
            long frameBytes = RawLayout.of(photometric, samples, planes())
                    .map(layout -> layout.bytes((int) columns, (int) rows))
                    .orElse(rows * columns * Math.max(1, samples) * Math.max(1, bits / 8));
            return Frames.uncompressed(file.bytes(), pixelData, (int) frames, frameBytes);
        }
        if (pixelData.length() >= 0) {
            throw damaged("its frames are compressed, and lie in no items");
        }
        return Frames.encapsulated(
                file.bytes(), pixelData.valueAt(), (int) frames, new Frames.Tables(offsets, lengths));
    }

    private RawLayout.Planes planes() {
        return planar == 1 ? RawLayout.Planes.APART : RawLayout.Planes.INTERLEAVED;
    }

    /**
     * From the pixel measures; from the size of what was scanned without them, or where only by that pixels are square:
     * OrthancWSIDicomizer divides its width by the rows and its height by the columns.
     */
    private Instance.Resolution resolution(long width, long height) {
        Instance.Resolution measured = spacing.length == 2 && spacing[0] > 0 && spacing[1] > 0
                ? new Instance.Resolution(spacing[1] * UM_PER_MM, spacing[0] * UM_PER_MM, "PixelSpacing")
                : Instance.Resolution.UNKNOWN;
        if (measured.isSquare() || volumeWidthMm <= 0 || volumeHeightMm <= 0) {
            return measured;
        }
        Instance.Resolution scanned = new Instance.Resolution(
                volumeWidthMm * UM_PER_MM / width, volumeHeightMm * UM_PER_MM / height, "ImagedVolumeWidth");
        return measured.equals(Instance.Resolution.UNKNOWN) || scanned.isSquare() ? scanned : measured;
    }

    private static DicomException damaged(String what) {
        return new DicomException(DicomException.Fault.DAMAGED, what);
    }
}
