package io.slidestream.mapfiles.formats.ome;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * An OME-TIFF: a page a channel, float32, in tiles of 256 by 256 under Deflate, each page with the coarser levels of its
 * pyramid as SubIFDs. Directories come first, pixels after them; the compressed pixels are held in memory until they
 * are written. A BigTIFF where 4 GB do not suffice.
 */
public final class OmeTiff {
    private static final long CLASSIC_BYTES = 4_000_000_000L;
    private static final int DEFLATE = 8;
    private static final int IEEE_FLOAT = 3;

    private final OmeImage image;
    /** Tiles by channel, then by level. */
    private final List<List<TiffTiles>> channels = new ArrayList<>();

    private final Kind kind;

    /** The two kinds of TIFF, which differ in the width of their numbers. */
    enum Kind {
        CLASSIC(2, 4),
        BIG(8, 8);

        private final int countBytes;
        private final int offsetBytes;

        Kind(int countBytes, int offsetBytes) {
            this.countBytes = countBytes;
            this.offsetBytes = offsetBytes;
        }

        /** Width of a directory's number of entries. */
        int countBytes() {
            return countBytes;
        }

        /** Width of an offset, and of what an entry can hold itself. */
        int offsetBytes() {
            return offsetBytes;
        }
    }

    private OmeTiff(OmeImage image, IntFunction<Plane> planes) {
        this.image = image;
        for (int i = 0; i < image.channels().size(); i++) {
            channels.add(planes.apply(i).pyramid().stream().map(TiffTiles::of).toList());
        }
        long pixels = channels.stream()
                .flatMap(List::stream)
                .mapToLong(TiffTiles::bytes)
                .sum();
        this.kind = pixels > CLASSIC_BYTES ? Kind.BIG : Kind.CLASSIC;
    }

    /** @param planes by channel, asked for one after the other; all as large as the image. The stream stays open */
    public static void write(OmeImage image, IntFunction<Plane> planes, OutputStream out) throws IOException {
        new OmeTiff(image, planes).write(out);
    }

    private void write(OutputStream out) throws IOException {
        long header = 2L * kind.offsetBytes();
        out.write(header(header));
        long pixels = header;
        for (int channel = 0; channel < channels.size(); channel++) {
            for (int level = 0; level < levels(); level++) {
                pixels += directory(channel, level, 0, 0).size(kind);
            }
        }
        long at = header;
        for (int channel = 0; channel < channels.size(); channel++) {
            long next = at;
            for (int level = 0; level < levels(); level++) {
                next += directory(channel, level, 0, 0).size(kind);
            }
            long subIfds = at + directory(channel, 0, 0, 0).size(kind);
            for (int level = 0; level < levels(); level++) {
                TiffDirectory directory = directory(channel, level, subIfds, pixels);
                boolean last = level > 0 || channel == channels.size() - 1;
                out.write(directory.bytes(kind, at, last ? 0 : next));
                at += directory.size(kind);
                pixels += channels.get(channel).get(level).bytes();
            }
        }
        for (List<TiffTiles> levels : channels) {
            for (TiffTiles level : levels) {
                for (byte[] tile : level.tiles()) {
                    out.write(tile);
                }
            }
        }
    }

    private byte[] header(long firstDirectory) {
        ByteBuffer header = ByteBuffer.allocate(2 * kind.offsetBytes()).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 'I').put((byte) 'I').putShort((short) (kind == Kind.BIG ? 43 : 42));
        if (kind == Kind.BIG) {
            header.putShort((short) 8).putShort((short) 0).putLong(firstDirectory);
        } else {
            header.putInt((int) firstDirectory);
        }
        return header.array();
    }

    /** The coarser levels' directories follow that of the full one, in order. */
    private TiffDirectory directory(int channel, int level, long subIfds, long pixels) {
        TiffTiles tiles = channels.get(channel).get(level);
        TiffDirectory directory = new TiffDirectory()
                .put(TiffTag.longs(254, level == 0 ? 0 : 1)) // a reduced version of another page
                .put(TiffTag.longs(256, tiles.width()))
                .put(TiffTag.longs(257, tiles.height()))
                .put(TiffTag.shorts(258, Float.SIZE))
                .put(TiffTag.shorts(259, DEFLATE))
                .put(TiffTag.shorts(262, 1)) // zero is black
                .put(TiffTag.shorts(277, 1))
                .put(TiffTag.shorts(284, 1))
                .put(TiffTag.ascii(305, image.creator()))
                .put(TiffTag.longs(322, TiffTiles.SIDE))
                .put(TiffTag.longs(323, TiffTiles.SIDE))
                .put(TiffTag.offsets(324, tiles.offsets(pixels)))
                .put(TiffTag.offsets(325, tiles.lengths()))
                .put(TiffTag.shorts(339, IEEE_FLOAT));
        resolution(directory, image.pixelUm() * image.width() / tiles.width());
        if (level == 0 && channel == 0) {
            directory.put(TiffTag.ascii(270, OmeXml.of(image)));
        }
        if (level == 0 && levels() > 1) {
            long[] places = new long[levels() - 1];
            long at = subIfds;
            for (int i = 0; i < places.length; i++) {
                places[i] = at;
                at += directory(channel, i + 1, 0, 0).size(kind);
            }
            directory.put(TiffTag.offsets(330, places));
        }
        return directory;
    }

    /** Pixels a centimetre. */
    private static void resolution(TiffDirectory directory, double pixelUm) {
        long nanometres = Math.max(1, Math.round(pixelUm * 1000));
        directory
                .put(TiffTag.rational(282, 10_000_000, nanometres))
                .put(TiffTag.rational(283, 10_000_000, nanometres))
                .put(TiffTag.shorts(296, 3));
    }

    private int levels() {
        return channels.get(0).size();
    }
}
