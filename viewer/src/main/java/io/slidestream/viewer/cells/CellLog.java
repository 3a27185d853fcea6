package io.slidestream.viewer.cells;

import java.util.Arrays;

/** Packed cells in order of arrival. A reader remembers how far it has come, so it may join late or come again. */
public final class CellLog {
    private byte[] bytes = new byte[0];
    private int size;

    synchronized void append(byte[] more) {
        if (size + more.length > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more.length));
        }
        System.arraycopy(more, 0, bytes, size, more.length);
        size += more.length;
    }

    public synchronized int size() {
        return size;
    }

    /** Reads at most {@code max} bytes from {@code position} on; empty where there are none yet. */
    public synchronized byte[] read(int position, int max) {
        int from = Math.max(0, Math.min(position, size));
        return Arrays.copyOfRange(bytes, from, Math.min(size, from + max));
    }
}
