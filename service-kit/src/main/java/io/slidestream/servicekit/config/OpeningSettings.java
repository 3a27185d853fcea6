package io.slidestream.servicekit.config;

import io.slidestream.slides.isolation.Isolation;
import io.slidestream.slides.open.ReaderChoice;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;

/** What every service that opens slides is told about how: the reader, and where OpenSlide runs. */
public record OpeningSettings(ReaderChoice reader, Isolation isolation) {
    public static OpeningSettings of(Settings settings) {
        return new OpeningSettings(
                ReaderChoice.of(settings.text(ReaderChoice.SETTING)), Isolation.of(settings.text(Isolation.SETTING)));
    }

    /** Adds the keys. */
    public static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        ReaderChoice.SETTING,
                        Type.STRING,
                        ReaderChoice.AUTO.label(),
                        ConfigDef.ValidString.in(ReaderChoice.labels().toArray(String[]::new)),
                        Importance.LOW,
                        ReaderChoice.DOCUMENTATION)
                .define(
                        Isolation.SETTING,
                        Type.STRING,
                        Isolation.PROCESS.label(),
                        ConfigDef.ValidString.in(Isolation.labels().toArray(String[]::new)),
                        Importance.MEDIUM,
                        Isolation.DOCUMENTATION);
    }
}
