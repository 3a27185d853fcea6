package io.slidestream.trainer.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An array of whole numbers as NumPy's save writes it, in C order.
 *
 * <p>Nothing in the file is believed before it is checked: the header is bounded, and no more is allocated than {@link
 * #MAX_BYTES}.
 *
 * @param bytesEach bytes of one number: 1, 2, 4 or 8
 * @param signed whether the numbers have a sign
 * @param data little-endian, last dimension fastest
 * @see <a href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">the format</a>
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never compared
record NpyArray(int[] shape, int bytesEach, boolean signed, ByteBuffer data) {
    /** Two thirds of what a Java array holds: 9,500 tiles of 224 px, or half a million of 28 px. */
    static final int MAX_BYTES = 1_430_000_000;

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};
    private static final int MAX_HEADER_BYTES = 65_536;
    private static final Pattern HEADER = Pattern.compile("\\s*\\{\\s*'descr'\\s*:\\s*'([^']*)'\\s*,\\s*"
            + "'fortran_order'\\s*:\\s*(True|False)\\s*,\\s*'shape'\\s*:\\s*\\(([0-9,\\s]*)\\)\\s*,?\\s*\\}\\s*");
    private static final Pattern WHOLE_NUMBER = Pattern.compile("([<>|=])([iu])([1248])");

    /**
     * Reads an array to its end.
     *
     * @throws IOException saying what is wrong or not supported
     */
    static NpyArray read(InputStream in) throws IOException {
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || !Arrays.equals(start, 0, 6, MAGIC, 0, 6)) {
            throw new IOException("is not an npy array");
        }
        int lengthBytes = start[6] == 1 ? 2 : 4;
        ByteBuffer length =
                ByteBuffer.wrap(Arrays.copyOf(in.readNBytes(lengthBytes), 4)).order(ByteOrder.LITTLE_ENDIAN);
        int headerBytes = length.getInt();
        if (headerBytes < 0 || headerBytes > MAX_HEADER_BYTES) {
            throw new IOException(
                    "has an npy header of " + headerBytes + " bytes, at most " + MAX_HEADER_BYTES + " are read");
        }
        String header = new String(in.readNBytes(headerBytes), StandardCharsets.ISO_8859_1);
        Matcher parts = HEADER.matcher(header);
        if (!parts.matches()) {
            throw new IOException("has an npy header this version does not read: " + header.strip());
        }
        Matcher type = WHOLE_NUMBER.matcher(parts.group(1));
        if (!type.matches()) {
            throw new IOException("holds numbers of type " + parts.group(1) + ", whole numbers are needed");
        }
        if (parts.group(2).equals("True")) {
            throw new IOException("is in Fortran order, C order is needed: save numpy.ascontiguousarray of it");
        }
        int bytesEach = Integer.parseInt(type.group(3));
        if (type.group(1).equals(">") && bytesEach > 1) {
            throw new IOException("holds big-endian numbers, little-endian ones are needed");
        }
        int[] shape = shape(parts.group(3));
        byte[] data = data(in, shape, bytesEach);
        return new NpyArray(
                shape,
                bytesEach,
                type.group(2).equals("i"),
                ByteBuffer.wrap(data).order(ByteOrder.LITTLE_ENDIAN));
    }

    /** The number at a place of the flattened array. */
    long at(int place) {
        return switch (bytesEach) {
            case 1 -> signed ? data.get(place) : data.get(place) & 0xff;
            case 2 -> signed ? data.getShort(2 * place) : data.getShort(2 * place) & 0xffff;
            case 4 -> signed ? data.getInt(4 * place) : data.getInt(4 * place) & 0xffff_ffffL;
            default -> data.getLong(8 * place);
        };
    }

    boolean isBytes() {
        return bytesEach == 1 && !signed;
    }

    private static int[] shape(String text) throws IOException {
        try {
            return Arrays.stream(text.split(","))
                    .map(String::strip)
                    .filter(size -> !size.isEmpty())
                    .mapToInt(Integer::parseInt)
                    .toArray();
        } catch (NumberFormatException e) {
            throw new IOException("has the shape (" + text + "), which is too large", e);
        }
    }

    private static byte[] data(InputStream in, int[] shape, int bytesEach) throws IOException {
        long bytes = bytesEach;
        for (int size : shape) {
            bytes = Math.min(bytes * size, MAX_BYTES + 1L);
        }
        if (bytes > MAX_BYTES) {
            throw new IOException("has the shape " + Arrays.toString(shape) + " and takes more than " + MAX_BYTES
                    + " bytes: give the tiles as a folder of pictures for each class instead");
        }
        long room = Runtime.getRuntime().maxMemory() / 2;
        if (bytes > room) {
            throw new IOException("takes " + bytes + " bytes of memory, and " + room
                    + " are left to it: give Java more (SLIDESTREAM_JAVA_OPTIONS=-Xmx" + (2 * bytes / 1_000_000_000 + 1)
                    + "g), or the tiles as a folder of pictures for each class");
        }
        byte[] data = new byte[(int) bytes];
        int count = in.readNBytes(data, 0, data.length);
        if (count < bytes) {
            throw new IOException("ends after " + count + " of " + bytes + " bytes");
        }
        if (in.read() >= 0) {
            throw new IOException(
                    "goes on after the " + bytes + " bytes that its shape " + Arrays.toString(shape) + " takes");
        }
        return data;
    }
}
