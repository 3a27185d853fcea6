package io.slidestream.worker.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.networks.engine.Device;
import io.slidestream.networks.engine.EngineChoice;
import io.slidestream.networks.engine.EngineKind;
import io.slidestream.networks.engine.Precision;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.config.SettingsException;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.worker.TestSettings;
import io.slidestream.worker.blocks.WorkerGroup;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class InferenceSettingsTest {
    @Test
    void defaults() {
        Settings settings = Settings.of(
                InferenceSettings.definition(), Map.of("kafka.bootstrap.servers", "k:9092", "model", "models/m"));
        assertThat(InferenceSettings.of(settings))
                .isEqualTo(new InferenceSettings(
                        Path.of("models/m"),
                        new InferenceSettings.Computing(EngineChoice.DEFAULT, 1, 0, 0),
                        new InferenceSettings.Batching(4, Duration.ofMillis(30)),
                        new ReadingSettings(2, 16, ReaderChoice.AUTO, 64, PixelPath.REDUCED),
                        new InferenceSettings.Consuming(
                                3,
                                1,
                                "slidestream-workers",
                                InferenceSettings.GroupKeeper.WORKER,
                                Duration.ofSeconds(30),
                                5,
                                Duration.ofMillis(500))));
    }

    @Test
    void groupWithAColon_whichKafkaWouldPollForEver_isRefused() {
        assertThatThrownBy(() -> TestSettings.of("group", "lab:workers"))
                .hasMessageContaining("lab:workers")
                .hasMessageContaining("letters, digits, '.', '_' or '-'");
    }

    @Test
    void gpu_hasMoreInHand() {
        InferenceSettings gpu = TestSettings.of("inference.device", "cuda");
        assertThat(gpu.reading().readerThreads())
                .isEqualTo(Math.max(2, Runtime.getRuntime().availableProcessors()));
        assertThat(gpu.batching().buffers()).isEqualTo(6);
        assertThat(gpu.consuming().consumers()).isEqualTo(8);
        assertThat(gpu.consuming().blocksPerPoll()).isEqualTo(4);
        InferenceSettings set = TestSettings.of(
                "inference.device", "cuda", "reader.threads", "5", "inference.buffers", "4", "consumers", "2");
        assertThat(set.reading().readerThreads()).isEqualTo(5);
        assertThat(set.batching().buffers()).isEqualTo(4);
        assertThat(set.consuming().consumers()).isEqualTo(2);
    }

    @Test
    void severalCardsAndSessions_haveBuffersOfTheirOwn() {
        InferenceSettings cards = TestSettings.of("inference.device", "cuda:0,cuda:1", "inference.sessions", "2");
        assertThat(cards.computing().engine().places()).hasSize(4);
        assertThat(cards.batching().buffers()).isEqualTo(12);
        assertThatThrownBy(() -> TestSettings.of("inference.device", "cuda:0,gpu"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("a device is cpu, cuda (the first card), or cards by number: cuda:0,cuda:1");
    }

    @Test
    void int8_isForBothEngines_onProcessors() {
        for (EngineKind kind : EngineKind.values()) {
            InferenceSettings bytes = TestSettings.of("inference.engine", kind.label(), "inference.precision", "int8");
            assertThat(bytes.computing().engine()).isEqualTo(new EngineChoice(kind, Precision.INT8));
            assertThat(bytes.consuming().blocksPerPoll()).isEqualTo(2);
        }
        assertThatThrownBy(() -> TestSettings.of("inference.device", "cuda", "inference.precision", "int8"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("inference.precision")
                .hasMessageContaining("precision int8 is for processors");
    }

    @Test
    void deviceAndSymmetries_areRead() {
        InferenceSettings settings = TestSettings.of("inference.device", "cuda", "inference.symmetries", "8");
        assertThat(settings.computing().engine().device()).isEqualTo(Device.CUDA);
        assertThat(settings.computing().symmetries()).isEqualTo(8);
        assertThatThrownBy(() -> TestSettings.of("inference.symmetries", "4"))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("inference.symmetries");
    }

    @Test
    void everyFaultIsReportedAtOnce() {
        Map<String, String> values = Map.of(
                "kafka.bootstrap.servers", "k:9092", "inference.batch", "-1", "lock.duration", "soon", "consumer", "2");
        assertThatThrownBy(() -> Settings.of(InferenceSettings.definition(), values))
                .isInstanceOf(SettingsException.class)
                .hasMessageContainingAll("model", "inference.batch", "lock.duration", "consumer");
    }

    @Test
    void groupIsNamedAfterTheModel() {
        InferenceSettings settings = TestSettings.of("group", "lab");
        assertThat(new WorkerGroup(Map.of(), settings, "0123456789abcdef").name())
                .isEqualTo("lab-0123456789ab");
    }
}
