package io.slidestream.tiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.servicekit.config.CommonSettings;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.config.SettingsException;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.slides.s3.S3Settings;
import io.slidestream.slides.s3.SlideFetchers;
import io.slidestream.tiler.tissue.TissueSettings;
import io.slidestream.tiler.watch.SlideWatcher;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TilerSettingsTest {
    @TempDir
    Path folder;

    private final SlideFetchers fetchers = new SlideFetchers(S3Settings.DEFAULT, new SimpleMeterRegistry());

    @Test
    void defaults_areThoseOfTheCode() {
        TilerSettings settings = settings(Map.of(TilerSettings.BUCKET, folder.toString()));

        assertThat(settings.tiling().tissue()).isEqualTo(TissueSettings.DEFAULT);
        assertThat(settings.patience()).isEqualTo(SlideWatcher.Patience.DEFAULT);
        assertThat(settings.tiling().mpp()).isNull();
    }

    @Test
    void bucket_isAPathOrAFileUri() throws Exception {
        Files.createFile(folder.resolve("a.svs"));

        for (String bucket : new String[] {folder.toString(), folder.toUri().toString()}) {
            TilerSettings settings = settings(Map.of(TilerSettings.BUCKET, bucket));
            assertThat(settings.store(fetchers).list()).hasSize(1);
        }
    }

    @Test
    void missingFolder_isAStartupFaultThatSaysWhatToDo() {
        TilerSettings settings =
                settings(Map.of(TilerSettings.BUCKET, folder.resolve("none").toString()));

        assertThatThrownBy(() -> settings.store(fetchers))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("none")
                .hasMessageContaining("'bucket'");
    }

    @Test
    void everyFault_isNamedAtOnce() {
        assertThatThrownBy(() -> settings(Map.of(
                        TilerSettings.BUCKET,
                        "file:relative",
                        TilerSettings.STRIDE,
                        "0",
                        TilerSettings.MPP,
                        "-1",
                        TilerSettings.SETTLE_TIME,
                        "soon")))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("bucket")
                .hasMessageContaining("stride")
                .hasMessageContaining("mpp")
                .hasMessageContaining("settle.time");
    }

    @Test
    void values_areTaken() {
        TilerSettings settings = settings(Map.of(
                TilerSettings.BUCKET, folder.toString(),
                TilerSettings.MPP, "0.25",
                TilerSettings.TISSUE_FRACTION, "0.5",
                TilerSettings.SETTLE_TIME, "30s"));

        assertThat(settings.tiling().mpp()).isEqualTo(0.25);
        assertThat(settings.tiling().tissue().minTileFraction()).isEqualTo(0.5);
        assertThat(settings.patience().settleTime()).isEqualTo(Duration.ofSeconds(30));
    }

    private static TilerSettings settings(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        all.put(CommonSettings.BOOTSTRAP_SERVERS, "localhost:9092");
        all.put(TilerSettings.MODEL, "models/m");
        return TilerSettings.of(Settings.of(TilerSettings.definition(), all));
    }
}
