package io.slidestream.slides.tiff;

import io.slidestream.slides.ByteRange;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The directories of a TIFF. The file has passed {@link TiffInspection}; what is walked here is bounded all the same. */
public final class TiffImages {
    static final int SUB_DIRECTORIES = 330;
    static final int MAX_DIRECTORIES = 1000;

    private static final int HEADER_BYTES = 16;
    private static final int MAX_OFFSET_BYTES = 8;
    private static final int NDPI_MARK = 65_420;

    private final TiffBytes bytes;

    public TiffImages(FileChannel file) throws IOException {
        bytes = new TiffBytes(file);
    }

    /** Those of the file's chain, each followed by the ones below it (SubIFDs). */
    public List<TiffImage> chain() throws IOException, TiffBytes.BeyondEndException {
        List<TiffImage> images = new ArrayList<>();
        Set<Long> seen = new HashSet<>();
        long offset = bytes.firstDirectory();
        while (offset != 0 && seen.add(offset) && seen.size() <= MAX_DIRECTORIES) {
            Map<Integer, TiffField> fields = new HashMap<>();
            long next = bytes.directory(offset, field -> fields.put(field.tag(), field));
            images.add(new TiffImage(bytes, fields, new ByteRange(offset, next + MAX_OFFSET_BYTES)));
            for (long below : below(bytes, fields)) {
                if (seen.add(below)) {
                    Map<Integer, TiffField> sub = new HashMap<>();
                    long end = bytes.directory(below, field -> sub.put(field.tag(), field));
                    images.add(new TiffImage(bytes, sub, new ByteRange(below, end + MAX_OFFSET_BYTES)));
                }
            }
            offset = bytes.offset(next);
        }
        return images;
    }

    /** What the directories of the chain point to: all that a library reads before pixels, besides the directories. */
    public List<ByteRange> values() throws IOException, TiffBytes.BeyondEndException {
        return chain().stream().flatMap(image -> image.outside().stream()).toList();
    }

    /** All that a library reads before pixels: the header, the directories of the chain, and what they point to. */
    public List<ByteRange> index() throws IOException, TiffBytes.BeyondEndException {
        List<ByteRange> ranges = new ArrayList<>(List.of(new ByteRange(0, HEADER_BYTES)));
        for (TiffImage image : chain()) {
            ranges.add(image.place());
            ranges.addAll(image.outside());
        }
        return ranges.stream()
                .map(range -> new ByteRange(range.from(), Math.min(range.to(), bytes.length())))
                .toList();
    }

    /** Those of a Hamamatsu NDPI, whose numbers have 64 bits; none where the file is another. */
    public List<TiffImage> ndpi() throws IOException, TiffBytes.BeyondEndException {
        List<TiffImage> images = new ArrayList<>();
        if (!isNdpi()) {
            return images;
        }
        Set<Long> seen = new HashSet<>();
        long offset = bytes.u64(4);
        while (offset != 0 && seen.add(offset) && seen.size() <= MAX_DIRECTORIES) {
            Map<Integer, TiffField> fields = new HashMap<>();
            long next = bytes.ndpiDirectory(offset, field -> fields.put(field.tag(), field));
            images.add(new TiffImage(bytes, fields, new ByteRange(offset, next + MAX_OFFSET_BYTES)));
            offset = bytes.u64(next);
        }
        return images;
    }

    /** What NDPI reads as 64 bits is two fields of any other TIFF, which lead anywhere. */
    private boolean isNdpi() throws IOException {
        if (bytes.big() || !bytes.littleEndian()) {
            return false;
        }
        boolean[] marked = new boolean[1];
        try {
            long unused = bytes.ndpiDirectory(bytes.u64(4), field -> marked[0] |= field.tag() == NDPI_MARK);
            return marked[0];
        } catch (TiffBytes.BeyondEndException e) {
            return false;
        }
    }

    /** Offsets of the directories below one. */
    static long[] below(TiffBytes bytes, Map<Integer, TiffField> fields)
            throws IOException, TiffBytes.BeyondEndException {
        TiffField field = fields.get(SUB_DIRECTORIES);
        if (field == null || !field.isOffset() || field.count() < 1 || field.count() > MAX_DIRECTORIES) {
            return new long[0];
        }
        return bytes.values(field, 0, (int) field.count());
    }
}
