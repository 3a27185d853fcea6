package io.slidestream.synthetic;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/**
 * Writes a slide as a DICOM series: {@code S1.dcm} is full resolution, {@code S1.level1.dcm} and on are the levels below,
 * {@code S1.label.dcm}, {@code S1.overview.dcm} and {@code S1.thumbnail.dcm} the associated images. All lie in one folder.
 */
public final class DicomWriter {
    private static final double UM_PER_MM = 1000;
    /** Darker than this in any colour, a pixel is not bare glass. */
    private static final int GLASS = 225;

    private static final int LABEL_WIDTH_PX = 96;
    private static final int LABEL_HEIGHT_PX = 64;
    private static final String ENDING = ".dcm";

    private final SlideShape shape;
    private final DicomForm form;
    private final PixelSource source;
    private final Path path;
    private final String name;

    private DicomWriter(SlideShape shape, DicomForm form, PixelSource source, Path path) {
        this.shape = shape;
        this.form = form;
        this.source = source;
        this.path = path;
        String file = path.getFileName().toString();
        name = file.endsWith(ENDING) ? file.substring(0, file.length() - ENDING.length()) : file;
    }

    /** Writes the instances; those that are there are replaced. */
    public static void write(SlideShape shape, DicomForm form, PixelSource source, Path path) throws IOException {
        try {
            new DicomWriter(shape, form, source, path).write();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    static String uid(String of) {
        UUID id = UUID.nameUUIDFromBytes(of.getBytes(StandardCharsets.UTF_8));
        byte[] bytes = java.nio.ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
        return "2.25." + new BigInteger(1, bytes);
    }

    private void write() throws IOException {
        int[] below = new int[quarter(shape.widthPx(0)) * quarter(shape.heightPx(0))];
        level0(below);
        int[] coarsest = below;
        int width = quarter(shape.widthPx(0));
        int height = quarter(shape.heightPx(0));
        for (int level = 1; level < shape.levels(); level++) {
            coarsest = below;
            reduced(level, below, width, height);
            if (level + 1 < shape.levels()) {
                below = Shrink.boxes(below, width, Mosaic.STEP);
                width /= Mosaic.STEP;
                height /= Mosaic.STEP;
            }
        }
        associated("overview", "OVERVIEW", coarsest, width, height);
        associated("thumbnail", "THUMBNAIL", coarsest, width, height);
        int[] label = new int[LABEL_WIDTH_PX * LABEL_HEIGHT_PX];
        for (int i = 0; i < label.length; i++) {
            label[i] = i / 8 % 2 == 0 ? 0x202080 : 0xf0f0e0;
        }
        associated("label", "LABEL", label, LABEL_WIDTH_PX, LABEL_HEIGHT_PX);
    }

    private void level0(int[] below) throws IOException {
        int columns = shape.columns(0);
        int tiles = columns * shape.rows(0);
        int perPart = (tiles + form.parts() - 1) / form.parts();
        int written = 0;
        for (int part = 0; part < form.parts(); part++) {
            Path file = part == 0 ? path : path.resolveSibling(name + ".part" + part + ENDING);
            int firstFrame = written;
            try (DicomInstance instance = new DicomInstance(file, form)) {
                int end = Math.min(tiles, (part + 1) * perPart);
                for (int first = part * perPart; first < end; first += columns) {
                    appendTiles(instance, first, Math.min(end, first + columns), below);
                }
                written += instance.count();
                DicomElements header = header(file, "ORIGINAL\\PRIMARY\\VOLUME\\NONE", part, firstFrame);
                instance.finish(
                        pixels(header, shape.widthPx(0), shape.heightPx(0), 1, instance.count(), shape.tilePx()));
            }
        }
    }

    private void appendTiles(DicomInstance instance, int first, int end, int[] below) throws IOException {
        int columns = shape.columns(0);
        int tilePx = shape.tilePx();
        List<byte[]> encoded = IntStream.range(first, end)
                .parallel()
                .mapToObj(tile -> {
                    int[] rgb = new int[tilePx * tilePx];
                    try (TileEncoder encoder = encoder()) {
                        source.tile(tile % columns, tile / columns, rgb);
                        place(rgb, tile % columns, tile / columns, below);
                        return isLeftOut(rgb) ? new byte[0] : encoder.encode(rgb, tilePx, tilePx);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                })
                .toList();
        for (int tile = first; tile < end; tile++) {
            if (encoded.get(tile - first).length > 0) {
                instance.append(encoded.get(tile - first), tile % columns * tilePx, tile / columns * tilePx);
            }
        }
    }

    /** Draws a tile of full resolution on the level below. */
    private void place(int[] rgb, int column, int row, int[] below) {
        int side = shape.tilePx() / Mosaic.STEP;
        int[] small = Shrink.boxes(rgb, shape.tilePx(), Mosaic.STEP);
        int width = quarter(shape.widthPx(0));
        int height = quarter(shape.heightPx(0));
        int shown = Math.min(side, width - column * side);
        for (int y = 0; y < side && row * side + y < height && shown > 0; y++) {
            System.arraycopy(small, y * side, below, (row * side + y) * width + column * side, shown);
        }
    }

    private void reduced(int level, int[] rgb, int width, int height) throws IOException {
        int tilePx = shape.tilePx();
        Path file = path.resolveSibling(name + ".level" + level + ENDING);
        try (DicomInstance instance = new DicomInstance(file, form);
                TileEncoder encoder = encoder()) {
            for (int y = 0; y < height; y += tilePx) {
                for (int x = 0; x < width; x += tilePx) {
                    int[] tile = part(rgb, width, height, x, y);
                    if (!isLeftOut(tile)) {
                        instance.append(encoder.encode(tile, tilePx, tilePx), x, y);
                    }
                }
            }
            DicomElements header = header(file, "DERIVED\\PRIMARY\\VOLUME\\RESAMPLED", 0, 0);
            instance.finish(pixels(header, width, height, 1 << 2 * level, instance.count(), tilePx));
        }
    }

    private void associated(String ending, String flavor, int[] rgb, int width, int height) throws IOException {
        Path file = path.resolveSibling(name + "." + ending + ENDING);
        DicomForm one = form.with(DicomForm.Tiling.FULL).inParts(1);
        try (DicomInstance instance = new DicomInstance(file, one);
                TileEncoder encoder = encoder()) {
            instance.append(encoder.encode(rgb, width, height), 0, 0);
            DicomElements header = header(file, "DERIVED\\PRIMARY\\" + flavor + "\\NONE", 0, 0);
            instance.finish(pixels(header, width, height, 1, 1, 0));
        }
    }

    private int[] part(int[] rgb, int width, int height, int left, int top) {
        int tilePx = shape.tilePx();
        int[] tile = new int[tilePx * tilePx];
        Arrays.fill(tile, 0xffffff);
        int shown = Math.min(tilePx, width - left);
        for (int y = 0; y < tilePx && top + y < height; y++) {
            System.arraycopy(rgb, (top + y) * width + left, tile, y * tilePx, shown);
        }
        return tile;
    }

    private boolean isLeftOut(int[] rgb) {
        return form.tiling() == DicomForm.Tiling.SPARSE
                && Arrays.stream(rgb)
                        .allMatch(pixel ->
                                (pixel >> 16 & 255) > GLASS && (pixel >> 8 & 255) > GLASS && (pixel & 255) > GLASS);
    }

    private TileEncoder encoder() {
        return switch (form.coding()) {
            case JPEG -> TileEncoder.fastest(shape.jpeg());
            case JPEG_2000 -> new OpenJpegEncoder(shape.jpeg());
            case RAW -> new RawEncoder(RawEncoder.Planes.INTERLEAVED);
            case RAW_PLANAR -> new RawEncoder(RawEncoder.Planes.APART);
        };
    }

    private DicomElements header(Path file, String imageType, int part, int firstFrame) {
        DicomElements header = new DicomElements(form.syntax())
                .text(0x0008_0008, "CS", imageType)
                .text(0x0008_0016, "UI", DicomInstance.WHOLE_SLIDE)
                .text(0x0008_0018, "UI", uid(file.getFileName().toString()))
                .text(0x0008_0060, "CS", "SM")
                .text(0x0008_0070, "LO", "Slidestream")
                .text(0x0010_0010, "PN", "")
                .text(0x0010_0020, "LO", "")
                .text(0x0020_000D, "UI", uid(name + " study"))
                .text(0x0020_000E, "UI", uid(name + " series"))
                .text(0x0020_0013, "IS", "1")
                .text(0x0020_0052, "UI", uid(name + " frame of reference"));
        if (form.parts() > 1 && imageType.startsWith("ORIGINAL")) {
            header.text(0x0020_9161, "UI", uid(name + " concatenation"))
                    .u16(0x0020_9162, part + 1)
                    .u16(0x0020_9163, form.parts())
                    .u32(0x0020_9228, firstFrame);
        }
        return header;
    }

    /** @param tilePx of a picture of one frame 0 */
    private DicomElements pixels(DicomElements header, int width, int height, int downsample, int frames, int tilePx) {
        boolean rgb = !form.coding().isCompressed() || shape.jpeg().colour() == JpegColour.RGB;
        String photometric = rgb ? "RGB" : form.coding() == DicomForm.Coding.JPEG ? "YBR_FULL_422" : "YBR_FULL";
        header.text(
                        0x0020_9311,
                        "CS",
                        tilePx > 0 && form.tiling() == DicomForm.Tiling.SPARSE ? "TILED_SPARSE" : "TILED_FULL")
                .u16(0x0028_0002, 3)
                .text(0x0028_0004, "CS", form.photometric().isEmpty() ? photometric : form.photometric())
                .u16(0x0028_0006, form.coding() == DicomForm.Coding.RAW_PLANAR ? 1 : 0)
                .text(0x0028_0008, "IS", Integer.toString(frames))
                .u16(0x0028_0010, tilePx == 0 ? height : tilePx)
                .u16(0x0028_0011, tilePx == 0 ? width : tilePx)
                .u16(0x0028_0100, 8)
                .u16(0x0028_0101, 8)
                .u16(0x0028_0102, 7)
                .u16(0x0028_0103, 0);
        shape.mpp().ifPresent(mpp -> {
            double mm = mpp * downsample / UM_PER_MM;
            header.f32(0x0048_0001, width * mm).f32(0x0048_0002, height * mm);
        });
        header.u32(0x0048_0006, width).u32(0x0048_0007, height);
        header.sequence(0x0048_0105, List.of(header.fresh().text(0x0048_0106, "SH", "1")));
        header.u32(0x0048_0302, 1).u32(0x0048_0303, 1);
        if (shape.mpp().isPresent()) {
            double spacing = shape.mpp().getAsDouble() * downsample / UM_PER_MM;
            DicomElements measures = header.fresh().decimals(0x0028_0030, spacing, spacing);
            header.sequence(0x5200_9229, List.of(header.fresh().sequence(0x0028_9110, List.of(measures))));
        }
        return header;
    }

    private static int quarter(int px) {
        return Math.max(1, px / Mosaic.STEP);
    }
}
