package io.slidestream.worker;

import io.slidestream.servicekit.config.Settings;
import io.slidestream.worker.config.InferenceSettings;
import java.util.HashMap;
import java.util.Map;

/** The defaults, with small waiting times. */
public final class TestSettings {
    private TestSettings() {}

    public static InferenceSettings of(String... keysAndValues) {
        Map<String, String> values = new HashMap<>(Map.of(
                "kafka.bootstrap.servers",
                "127.0.0.1:1",
                InferenceSettings.MODEL,
                "models/none",
                InferenceSettings.LINGER,
                "5ms",
                InferenceSettings.RETRY_BACKOFF,
                "1ms"));
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return InferenceSettings.of(Settings.of(InferenceSettings.definition(), values));
    }
}
