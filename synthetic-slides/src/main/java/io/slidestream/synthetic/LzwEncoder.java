package io.slidestream.synthetic;

import java.io.ByteArrayOutputStream;
import java.util.HashMap;
import java.util.Map;

/** TIFF's LZW: codes of 9 to 12 bits, most significant bit first, which grow one code early. For one tile. */
final class LzwEncoder {
    private static final int CLEAR = 256;
    private static final int END = 257;
    private static final int FIRST = 258;
    private static final int LAST = 4094;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Map<Integer, Integer> codes = new HashMap<>();
    private int next = FIRST;
    private int width = 9;
    private long bits;
    private int pending;

    byte[] encode(byte[] bytes) {
        put(CLEAR);
        int prefix = -1;
        for (byte value : bytes) {
            int here = value & 255;
            Integer longer = prefix < 0 ? Integer.valueOf(here) : codes.get(prefix << 8 | here);
            if (longer != null) {
                prefix = longer;
                continue;
            }
            put(prefix);
            codes.put(prefix << 8 | here, next++);
            if (next == LAST) {
                put(CLEAR);
                codes.clear();
                next = FIRST;
                width = 9;
            } else {
                widen();
            }
            prefix = here;
        }
        if (prefix >= 0) {
            put(prefix);
            next++;
            widen();
        }
        put(END);
        if (pending > 0) {
            out.write((int) (bits << 8 - pending));
        }
        return out.toByteArray();
    }

    private void widen() {
        if (next == 1 << width && width < 12) {
            width++;
        }
    }

    private void put(int code) {
        bits = bits << width | code;
        pending += width;
        while (pending >= 8) {
            pending -= 8;
            out.write((int) (bits >> pending));
        }
    }
}
