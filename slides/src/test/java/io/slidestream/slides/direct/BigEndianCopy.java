package io.slidestream.slides.direct;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;

/** Turns the numbers of a TIFF round that has the smaller byte first and offsets of 32 bits. */
final class BigEndianCopy {
    private static final int SUB_DIRECTORIES = 330;

    private final ByteBuffer little;
    private final ByteBuffer big;

    private BigEndianCopy(byte[] bytes) {
        little = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        big = ByteBuffer.wrap(bytes.clone()).order(ByteOrder.BIG_ENDIAN);
    }

    static void write(Path from, Path to) throws IOException {
        BigEndianCopy copy = new BigEndianCopy(Files.readAllBytes(from));
        copy.big.put(0, (byte) 'M').put(1, (byte) 'M').putShort(2, copy.little.getShort(2));
        copy.offset(4);
        Files.write(to, copy.big.array());
    }

    /** The offset of a directory, and the directory. */
    private void offset(int at) {
        int directory = little.getInt(at);
        big.putInt(at, directory);
        if (directory == 0) {
            return;
        }
        int entries = little.getShort(directory) & 0xffff;
        big.putShort(directory, (short) entries);
        for (int i = 0; i < entries; i++) {
            entry(directory + 2 + 12 * i);
        }
        offset(directory + 2 + 12 * entries);
    }

    private void entry(int at) {
        int tag = little.getShort(at) & 0xffff;
        int type = little.getShort(at + 2);
        int count = little.getInt(at + 4);
        big.putShort(at, (short) tag).putShort(at + 2, (short) type).putInt(at + 4, count);
        int size = type == 3 ? 2 : type == 4 ? 4 : type == 5 ? 8 : 1;
        int values = at + 8;
        if (size * count > 4) {
            values = little.getInt(at + 8);
            big.putInt(at + 8, values);
        }
        for (int i = 0; i < size * count; i += Math.min(size, 4)) {
            if (tag == SUB_DIRECTORIES) {
                offset(values + i);
            } else if (size == 2) {
                big.putShort(values + i, little.getShort(values + i));
            } else if (size > 2) {
                big.putInt(values + i, little.getInt(values + i));
            }
        }
    }
}
