package io.slidestream.slides;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;

/** Keeps so many values, those that were used last. Safe for concurrent use. */
public final class RecentlyUsed<K, V> {
    private final int kept;
    private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);

    public RecentlyUsed(int kept) {
        this.kept = kept;
    }

    public synchronized Optional<V> get(K key) {
        return Optional.ofNullable(values.get(key));
    }

    public synchronized void put(K key, V value) {
        values.put(key, value);
        if (values.size() > kept) {
            values.remove(values.keySet().iterator().next());
        }
    }

    /** The value, made where there is none; making it must be quick. */
    public synchronized V get(K key, Function<K, V> make) {
        V value = values.computeIfAbsent(key, make);
        put(key, value);
        return value;
    }
}
