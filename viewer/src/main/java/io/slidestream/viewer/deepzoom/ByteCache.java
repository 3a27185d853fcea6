package io.slidestream.viewer.deepzoom;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Keeps what was used last, up to a number of bytes. Safe for concurrent use. */
final class ByteCache<K> {
    private final long maxBytes;
    private final Map<K, byte[]> entries = new LinkedHashMap<>(64, 0.75f, true);
    private long bytes;

    ByteCache(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    synchronized Optional<byte[]> get(K key) {
        return Optional.ofNullable(entries.get(key));
    }

    synchronized void put(K key, byte[] value) {
        byte[] old = entries.put(key, value);
        bytes += value.length - (old == null ? 0 : old.length);
        Iterator<byte[]> eldest = entries.values().iterator();
        while (bytes > maxBytes && entries.size() > 1) {
            bytes -= eldest.next().length;
            eldest.remove();
        }
    }

    synchronized long bytes() {
        return bytes;
    }
}
