package io.slidestream.servicekit.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.servicekit.Part;
import io.slidestream.servicekit.config.CommonSettings;
import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.testkit.TimeLimit;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

@TimeLimit(seconds = 60)
class ServiceRunnerTest {
    private static final Map<String, String> ENVIRONMENT =
            Map.of("SLIDESTREAM_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1", "SLIDESTREAM_HTTP_ADDRESS", "127.0.0.1:0");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final List<String> diary = new CopyOnWriteArrayList<>();

    @Test
    void helpPrintsTheReference() {
        assertThat(run(List.of("--help"), Map.of(), wired())).isZero();
        assertThat(text(out))
                .startsWith("Usage: test-service [FILE.properties | --help | --version]")
                .contains("http.address (127.0.0.1:8083)");
    }

    @Test
    void versionIsPrinted() {
        assertThat(run(List.of("--version"), Map.of(), wired())).isZero();
        assertThat(text(out)).startsWith("test-service ");
    }

    @Test
    void wrongUsage_exitsWithTwo() {
        assertThat(run(List.of("a.properties", "b.properties"), ENVIRONMENT, wired()))
                .isEqualTo(2);
        assertThat(run(List.of("--verbose"), ENVIRONMENT, wired())).isEqualTo(2);
        assertThat(text(err)).contains("Usage: test-service");
    }

    @Test
    void badSettings_exitWithTwoAndAMessage() {
        assertThat(run(List.of(), Map.of("SLIDESTREAM_HTTP_ADRESS", "x"), wired()))
                .isEqualTo(2);
        assertThat(text(err))
                .startsWith("test-service: The configuration has 2 faults:\n")
                .contains("did you mean SLIDESTREAM_HTTP_ADDRESS?")
                .doesNotContain("\tat ");
    }

    @Test
    void settingsThatKafkaRefusesLater_exitWithTwo() {
        Wiring wiring = (settings, metrics) -> {
            throw new ConfigException("delivery.timeout.ms should be larger");
        };

        assertThat(run(List.of(), ENVIRONMENT, wiring)).isEqualTo(2);
        assertThat(text(err)).contains("delivery.timeout.ms should be larger").doesNotContain("\tat ");
    }

    @Test
    void partThatCannotStart_exitsWithOneAndAMessage() {
        Part broken = new Part("b", diary) {
            @Override
            public void start() {
                throw new StartupException("no disk; make room");
            }
        };

        assertThat(run(List.of(), ENVIRONMENT, wired(new Part("a", diary), broken)))
                .isEqualTo(1);
        assertThat(text(err)).isEqualTo("test-service: no disk; make room\n");
        assertThat(diary).containsExactly("start a", "close b", "close a");
    }

    @Test
    void failedPart_endsTheServiceAfterADrain() {
        Part failing = new Part("b", diary) {
            @Override
            public Health check() {
                return Health.failed(new IllegalStateException("gone"));
            }
        };

        assertThat(run(List.of(), ENVIRONMENT, wired(new Part("a", diary), failing)))
                .isEqualTo(1);
        assertThat(diary).containsExactly("start a", "start b", "close b", "close a");
    }

    private int run(List<String> args, Map<String, String> environment, Wiring wiring) {
        return new ServiceRunner("test-service", CommonSettings.definition(8083), wiring)
                .run(args, environment, print(out), print(err));
    }

    private static Wiring wired(Component... parts) {
        return (settings, metrics) -> List.of(parts);
    }

    private static PrintStream print(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
