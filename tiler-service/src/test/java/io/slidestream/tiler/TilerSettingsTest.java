package io.slidestream.tiler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.servicekit.config.CommonSettings;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.config.SettingsException;
import io.slidestream.servicekit.health.StartupException;
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

    private final SlideFetchers fetchers = SlideFetchers.of(Map.of(), new SimpleMeterRegistry());

    @Test
    void defaults_areThoseOfTheCode() {
        Settings settings = settings(Map.of(TilerSettings.BUCKET, folder.toString()));

        assertThat(TilerSettings.tissue(settings)).isEqualTo(TissueSettings.DEFAULT);
        assertThat(TilerSettings.patience(settings)).isEqualTo(SlideWatcher.Patience.DEFAULT);
        assertThat(TilerSettings.mpp(settings)).isNull();
    }

    @Test
    void bucket_isAPathOrAFileUri() throws Exception {
        Files.createFile(folder.resolve("a.svs"));

        for (String bucket : new String[] {folder.toString(), folder.toUri().toString()}) {
            Settings settings = settings(Map.of(TilerSettings.BUCKET, bucket));
            assertThat(TilerSettings.bucket(settings, fetchers).list()).hasSize(1);
        }
    }

    @Test
    void missingFolder_isAStartupFaultThatSaysWhatToDo() {
        Settings settings =
                settings(Map.of(TilerSettings.BUCKET, folder.resolve("none").toString()));

        assertThatThrownBy(() -> TilerSettings.bucket(settings, fetchers))
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
        Settings settings = settings(Map.of(
                TilerSettings.BUCKET, folder.toString(),
                TilerSettings.MPP, "0.25",
                TilerSettings.TISSUE_SHARE, "0.5",
                TilerSettings.SETTLE_TIME, "30s"));

        assertThat(TilerSettings.mpp(settings)).isEqualTo(0.25);
        assertThat(TilerSettings.tissue(settings).minTileShare()).isEqualTo(0.5);
        assertThat(TilerSettings.patience(settings).settleTime()).isEqualTo(Duration.ofSeconds(30));
    }

    private static Settings settings(Map<String, String> values) {
        Map<String, String> all = new HashMap<>(values);
        all.put(CommonSettings.BOOTSTRAP_SERVERS, "localhost:9092");
        all.put(TilerSettings.MODEL, "models/m");
        return Settings.of(TilerSettings.definition(), all);
    }
}
