package io.slidestream.viewer.command;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Settings of a command's viewer that have no option: {@code SLIDESTREAM_} and the key in capitals, as services have them. */
final class OfEnvironment {
    private OfEnvironment() {}

    /** Those of the keys that are set. */
    static Map<String, String> settings(Collection<String> keys) {
        Map<String, String> set = new LinkedHashMap<>();
        for (String key : keys) {
            String value = System.getenv("SLIDESTREAM_" + key.replace('.', '_').toUpperCase(Locale.ROOT));
            if (value != null) {
                set.put(key, value);
            }
        }
        return set;
    }
}
