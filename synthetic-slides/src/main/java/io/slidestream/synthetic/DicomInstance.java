package io.slidestream.synthetic;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/*
 * The header says how many frames there are and where, which is known once they are written: so they are gathered in a file
 * beside it first.
 */
/** One DICOM file of frames. */
final class DicomInstance implements AutoCloseable {
    static final String WHOLE_SLIDE = "1.2.840.10008.5.1.4.1.1.77.1.6";
    private static final String JPEG_BASELINE = "1.2.840.10008.1.2.4.50";
    private static final String JPEG_2000 = "1.2.840.10008.1.2.4.91";
    private static final int ITEM_HEAD = 8;

    private final Path path;
    private final DicomForm form;
    private final Path gathered;
    private final OutputStream frames;
    private final List<Integer> lengths = new ArrayList<>();
    private final List<int[]> places = new ArrayList<>();

    DicomInstance(Path path, DicomForm form) throws IOException {
        this.path = path;
        this.form = form;
        gathered = path.resolveSibling("." + path.getFileName() + ".frames");
        frames = new BufferedOutputStream(Files.newOutputStream(gathered), 1 << 16);
    }

    int count() {
        return lengths.size();
    }

    /** @param column of the frame's first pixel, counted from 0 */
    void append(byte[] frame, int column, int row) throws IOException {
        int padding = frame.length % 2;
        if (form.coding().isCompressed()) {
            frames.write(item(frame.length + padding));
        }
        frames.write(frame);
        if (form.coding().isCompressed()) {
            frames.write(new byte[padding]);
        }
        lengths.add(frame.length);
        places.add(new int[] {column + 1, row + 1});
    }

    /** @param header all before the functional groups of the frames */
    void finish(DicomElements header) throws IOException {
        frames.close();
        if (form.tiling() == DicomForm.Tiling.SPARSE) {
            header.sequence(
                    0x5200_9230,
                    places.stream().map(place -> place(header, place)).toList());
        }
        FinishedFile.write(path, part -> write(part, header));
    }

    private void write(Path part, DicomElements header) throws IOException {
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part), 1 << 16)) {
            out.write(new byte[128]);
            out.write("DICM".getBytes(StandardCharsets.US_ASCII));
            out.write(meta());
            if (form.syntax() == DicomForm.Syntax.DEFLATED) {
                Deflater raw = new Deflater(Deflater.BEST_SPEED, true);
                try (DeflaterOutputStream deflated = new DeflaterOutputStream(out, raw)) {
                    data(header, deflated);
                } finally {
                    raw.end();
                }
            } else {
                data(header, out);
            }
        }
    }

    @Override
    public void close() throws IOException {
        frames.close();
        Files.deleteIfExists(gathered);
    }

    private void data(DicomElements header, OutputStream out) throws IOException {
        if (!form.coding().isCompressed()) {
            long bytes = lengths.stream().mapToLong(Integer::longValue).sum();
            header.head(
                    0x7FE0_0010, form.syntax() == DicomForm.Syntax.IMPLICIT ? "OW" : "OB", (int) (bytes + bytes % 2));
            out.write(header.bytes());
            copy(out);
            out.write(new byte[(int) (bytes % 2)]);
            return;
        }
        long[] offsets = new long[lengths.size()];
        long[] sizes = new long[lengths.size()];
        long next = 0;
        for (int i = 0; i < offsets.length; i++) {
            offsets[i] = next;
            sizes[i] = lengths.get(i);
            next += ITEM_HEAD + sizes[i] + sizes[i] % 2;
        }
        if (form.offsets() == DicomForm.Offsets.EXTENDED) {
            header.longs(0x7FE0_0001, offsets).longs(0x7FE0_0002, sizes);
        }
        out.write(header.head(0x7FE0_0010, "OB", -1).bytes());
        boolean basic = form.offsets() == DicomForm.Offsets.BASIC;
        out.write(item(basic ? 4 * offsets.length : 0));
        ByteBuffer table = ByteBuffer.allocate(basic ? 4 * offsets.length : 0).order(ByteOrder.LITTLE_ENDIAN);
        for (int i = 0; basic && i < offsets.length; i++) {
            table.putInt((int) offsets[i]);
        }
        out.write(table.array());
        copy(out);
        out.write(new byte[] {(byte) 0xfe, (byte) 0xff, (byte) 0xdd, (byte) 0xe0, 0, 0, 0, 0});
    }

    private void copy(OutputStream out) throws IOException {
        try (InputStream in = Files.newInputStream(gathered)) {
            in.transferTo(out);
        }
    }

    private byte[] meta() {
        DicomElements meta = new DicomElements(DicomForm.Syntax.EXPLICIT)
                .add(0x0002_0001, "OB", new byte[] {0, 1})
                .text(0x0002_0002, "UI", WHOLE_SLIDE)
                .text(0x0002_0003, "UI", DicomWriter.uid(path.getFileName().toString()))
                .text(0x0002_0010, "UI", syntax())
                .text(0x0002_0012, "UI", DicomWriter.uid("slidestream"));
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(new DicomElements(DicomForm.Syntax.EXPLICIT)
                .u32(0x0002_0000, meta.bytes().length)
                .bytes());
        all.writeBytes(meta.bytes());
        return all.toByteArray();
    }

    private String syntax() {
        return switch (form.coding()) {
            case JPEG -> JPEG_BASELINE;
            case JPEG_2000 -> JPEG_2000;
            case RAW, RAW_PLANAR -> form.syntax().uid;
        };
    }

    private static DicomElements place(DicomElements header, int[] place) {
        DicomElements position = header.fresh().s32(0x0048_021E, place[0]).s32(0x0048_021F, place[1]);
        return header.fresh().sequence(0x0048_021A, List.of(position));
    }

    private static byte[] item(int length) {
        return ByteBuffer.allocate(ITEM_HEAD)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putShort((short) 0xFFFE)
                .putShort((short) 0xE000)
                .putInt(length)
                .array();
    }
}
