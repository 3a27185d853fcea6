package io.slidestream.servicekit.config;

import java.util.Properties;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Properties that report duplicate keys, of which a plain properties file silently keeps the last. */
@SuppressWarnings("serial") // never serialised
final class UniqueProperties extends Properties {
    private static final long serialVersionUID = 1L;

    private final transient Consumer<Object> onRepeated;

    UniqueProperties(Consumer<Object> onRepeated) {
        this.onRepeated = onRepeated;
    }

    @Override
    public synchronized @Nullable Object put(Object key, Object value) {
        Object previous = super.put(key, value);
        if (previous != null) {
            onRepeated.accept(key);
        }
        return previous;
    }
}
