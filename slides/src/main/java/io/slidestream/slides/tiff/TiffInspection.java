package io.slidestream.slides.tiff;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.SlideException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/*
 * OpenSlide opens a truncated TIFF as long as its directories are there, fails later on the missing tiles, and aborts
 * the process on a header that claims huge tiles. So every directory is walked first: each range of bytes that it
 * announces must lie inside the file, each tile must have a sane size. The walk trusts nothing: it is bounded in
 * directories, entries and values, and never reads beyond what it checked. For the 600,000 tiles of a large slide it
 * reads about 7 MB.
 *
 * A tag that stands twice in a directory means the first to libtiff and the last to OpenSlide's own parser: what is
 * checked of one says nothing of the other, so both must say the same. Tags out of order are let through: writers of
 * slides make such files, both parsers find every tag wherever it stands, and libtiff only warns.
 *
 * Directories below others (SubIFDs), where OME-TIFF keeps its lower levels, are checked like the rest; OpenSlide does not
 * follow them, so they cannot put its levels out of order.
 *
 * Hamamatsu's NDPI is a TIFF with 64-bit offsets in 32-bit fields; only its chain of directories is checked, which it
 * writes last. It has strips and no tiles, so a mark of NDPI does not lead other files around the checks of tiles.
 */
/** Checks a TIFF or BigTIFF before a library may open it. */
public final class TiffInspection {
    /** A tile's side at most: OpenSlide aborts the process when the memory for a decoded tile cannot be had. */
    public static final int MAX_TILE_SIDE_PX = 16_384;

    private static final int MAX_DIRECTORIES = 1000;
    private static final long MAX_VALUES = 1L << 26;

    private static final int STRIP_OFFSETS = 273;
    private static final int STRIP_BYTE_COUNTS = 279;
    private static final int TILE_WIDTH = 322;
    private static final int TILE_HEIGHT = 323;
    private static final int TILE_OFFSETS = 324;
    private static final int TILE_BYTE_COUNTS = 325;
    private static final int NDPI_MARK = 65_420;

    private final TiffBytes bytes;
    private final String name;
    private long valuesLeft = MAX_VALUES;

    public TiffInspection(FileChannel file, String name) throws IOException {
        this.bytes = new TiffBytes(file);
        this.name = name;
    }

    /** @throws SlideException INCOMPLETE if announced bytes are missing, UNREADABLE if the structure is damaged */
    public void run() throws SlideException, IOException {
        try {
            walk();
        } catch (TiffBytes.BeyondEndException e) {
            throw new SlideException(
                    RejectionReason.INCOMPLETE,
                    name + " is not complete: it announces bytes up to " + e.endExclusive() + " but has "
                            + bytes.length() + "; it may still be arriving, or copy it again",
                    e);
        }
    }

    /** Whether any picture in it is cut into tiles, as those of whole slides are. */
    public boolean hasTiles() throws IOException {
        boolean[] found = new boolean[1];
        Set<Long> seen = new HashSet<>();
        try {
            long offset = bytes.firstDirectory();
            while (offset != 0 && seen.add(offset) && seen.size() <= MAX_DIRECTORIES) {
                offset = bytes.offset(bytes.directory(offset, field -> found[0] |= field.tag() == TILE_WIDTH));
            }
        } catch (TiffBytes.BeyondEndException e) {
            return found[0];
        }
        return found[0];
    }

    private void walk() throws SlideException, IOException, TiffBytes.BeyondEndException {
        boolean ndpi = isNdpi();
        long offset = ndpi ? bytes.u64(4) : bytes.firstDirectory();
        if (offset == 0) {
            throw new SlideException(
                    RejectionReason.INCOMPLETE, name + " has no directory yet; it may still be arriving");
        }
        TileGrids grids = new TileGrids(bytes);
        Set<Long> seen = new HashSet<>();
        while (offset != 0) {
            if (!seen.add(offset) || seen.size() > MAX_DIRECTORIES) {
                throw damaged("its directories form a loop or are more than " + MAX_DIRECTORIES);
            }
            Map<Integer, TiffField> fields = new HashMap<>();
            Set<Integer> ambiguous = new HashSet<>();
            long next = bytes.directory(offset, field -> {
                TiffField before = fields.putIfAbsent(field.tag(), field);
                if (before != null && !before.saysTheSame(field)) {
                    ambiguous.add(field.tag());
                }
            });
            if (fields.isEmpty()) {
                throw new SlideException(
                        RejectionReason.INCOMPLETE,
                        name + " has a directory without entries; it may still be arriving, or copy it again");
            }
            if (!ambiguous.isEmpty()) {
                throw damaged("a directory gives tag " + ambiguous.iterator().next() + " twice, and differently");
            }
            if (ndpi && (fields.containsKey(TILE_WIDTH) || fields.containsKey(TILE_HEIGHT))) {
                throw damaged("it is marked as NDPI, which has no tiles, and has tiles");
            }
            if (!ndpi) {
                check(fields);
                Optional<String> fault = grids.fault(fields);
                if (fault.isPresent()) {
                    throw damaged(fault.get());
                }
            }
            if (!ndpi) {
                checkBelow(fields, seen);
            }
            offset = ndpi ? bytes.u64(next) : bytes.offset(next);
        }
    }

    private void checkBelow(Map<Integer, TiffField> above, Set<Long> seen)
            throws SlideException, IOException, TiffBytes.BeyondEndException {
        for (long below : TiffImages.below(bytes, above)) {
            if (!seen.add(below) || seen.size() > MAX_DIRECTORIES) {
                throw damaged("its directories form a loop or are more than " + MAX_DIRECTORIES);
            }
            Map<Integer, TiffField> fields = new HashMap<>();
            long unused = bytes.directory(below, field -> fields.put(field.tag(), field));
            check(fields);
            Optional<String> fault = new TileGrids(bytes).fault(fields);
            if (fault.isPresent()) {
                throw damaged(fault.get());
            }
        }
    }

    private boolean isNdpi() throws IOException, TiffBytes.BeyondEndException {
        if (bytes.big() || !bytes.littleEndian()) {
            return false;
        }
        boolean[] found = new boolean[1];
        try {
            bytes.directory(bytes.u64(4), field -> found[0] |= field.tag() == NDPI_MARK);
        } catch (TiffBytes.BeyondEndException e) {
            // What NDPI reads as 64 bits is two fields of any other TIFF; only the name tells one whose end is missing.
            return name.toLowerCase(Locale.ROOT).endsWith(".ndpi");
        }
        return found[0];
    }

    private void check(Map<Integer, TiffField> fields)
            throws SlideException, IOException, TiffBytes.BeyondEndException {
        for (TiffField field : fields.values()) {
            bytes.require(field.position(), field.lengthBytes());
        }
        checkTileSide(fields, TILE_WIDTH);
        checkTileSide(fields, TILE_HEIGHT);
        checkRanges(fields, STRIP_OFFSETS, STRIP_BYTE_COUNTS);
        checkRanges(fields, TILE_OFFSETS, TILE_BYTE_COUNTS);
    }

    private void checkTileSide(Map<Integer, TiffField> fields, int tag)
            throws SlideException, IOException, TiffBytes.BeyondEndException {
        TiffField field = fields.get(tag);
        if (field == null) {
            return;
        }
        if (!field.isUnsigned() || field.count() != 1) {
            throw damaged("its tile size is no number");
        }
        long sidePx = bytes.values(field, 0, 1)[0];
        if (sidePx < 1 || sidePx > MAX_TILE_SIDE_PX) {
            throw hugeTiles(name, Long.toUnsignedString(sidePx));
        }
    }

    private void checkRanges(Map<Integer, TiffField> fields, int offsetsTag, int countsTag)
            throws SlideException, IOException, TiffBytes.BeyondEndException {
        TiffField offsets = fields.get(offsetsTag);
        TiffField counts = fields.get(countsTag);
        if (offsets == null || counts == null) {
            return;
        }
        if (!offsets.isUnsigned() || !counts.isUnsigned() || offsets.count() != counts.count()) {
            throw damaged("its offsets and byte counts do not match");
        }
        valuesLeft -= offsets.count();
        if (valuesLeft < 0) {
            throw damaged("it announces more than " + MAX_VALUES + " tiles");
        }
        for (long first = 0; first < offsets.count(); first += TiffBytes.MAX_VALUES) {
            int number = (int) Math.min(TiffBytes.MAX_VALUES, offsets.count() - first);
            long[] from = bytes.values(offsets, first, number);
            long[] length = bytes.values(counts, first, number);
            for (int i = 0; i < number; i++) {
                bytes.require(from[i], length[i]);
            }
        }
    }

    private SlideException damaged(String why) {
        return new SlideException(RejectionReason.UNREADABLE, name + " is damaged: " + why + "; copy it again");
    }

    public static SlideException hugeTiles(String name, String sidePx) {
        return new SlideException(
                RejectionReason.UNREADABLE,
                name + " claims tiles with a side of " + sidePx + " px, more than " + MAX_TILE_SIDE_PX
                        + "; the file is damaged or must be re-tiled");
    }
}
