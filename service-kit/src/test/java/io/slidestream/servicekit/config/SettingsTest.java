package io.slidestream.servicekit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.types.Password;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SettingsTest {
    @TempDir
    Path folder;

    @Test
    void environmentWinsOverTheFile_andDefaultsFillTheRest() throws IOException {
        Path file = file("kafka.bootstrap.servers=a:9092\nworker.threads=3\nworker.rate=0.5\n");

        Settings settings =
                Settings.load(definition(), file, Map.of("SLIDESTREAM_WORKER_THREADS", "4", "PATH", "/bin"));

        assertThat(settings.text("kafka.bootstrap.servers")).isEqualTo("a:9092");
        assertThat(settings.number("worker.threads")).isEqualTo(4);
        assertThat(settings.decimal("worker.rate")).isEqualTo(0.5);
        assertThat(settings.duration("worker.lock")).isEqualTo(Duration.ofSeconds(30));
        assertThat(settings.flag("worker.again")).isFalse();
        assertThat(settings.list("worker.roots")).containsExactly("/a", "/b");
        assertThat(settings.address("http.address").getPort()).isEqualTo(8082);
        assertThat(settings.address("http.address").getAddress().isLoopbackAddress())
                .isTrue();
        assertThat(settings.optionalPath("worker.cache")).isEmpty();
        assertThat(settings.optionalDecimal("worker.mpp")).isEmpty();
    }

    @Test
    void allFaultsAreToldAtOnce_withTheirOrigin() throws IOException {
        Path file = file("worker.treads=3\nworker.rate=much\nworker.lock=soon\nkafka.acks=1\nworker.threads=1\n"
                + "worker.threads=2\n");

        assertThatThrownBy(() -> Settings.load(
                        definition(),
                        file,
                        Map.of("SLIDESTREAM_WORKER_THREADS", "99", "SLIDESTREAM_KAFKA_SECURTY_PROTOCOL", "SSL")))
                .isInstanceOf(SettingsException.class)
                .hasMessage(String.join(
                        "\n  - ",
                        "The configuration has 8 faults:",
                        "key 'worker.threads' is given twice (in " + file + ")",
                        "kafka.acks (in " + file + ") is set by Slidestream itself and cannot be changed",
                        "unknown key 'worker.treads' (in " + file + "); did you mean worker.threads?",
                        "unknown environment variable SLIDESTREAM_KAFKA_SECURTY_PROTOCOL;"
                                + " did you mean SLIDESTREAM_KAFKA_SECURITY_PROTOCOL?",
                        "kafka.bootstrap.servers is missing (Kafka brokers to begin with, host:port separated by"
                                + " commas. Kafka 4.2 or newer.) Set it in the properties file or as"
                                + " SLIDESTREAM_KAFKA_BOOTSTRAP_SERVERS",
                        "worker.threads is '99' (environment variable SLIDESTREAM_WORKER_THREADS): Value must be no"
                                + " more than 16",
                        "worker.rate is 'much' (in " + file + "): Not a number of type DOUBLE",
                        "worker.lock is 'soon' (in " + file
                                + "): not a duration; expected a duration such as 30s, 5m or PT30S"));
    }

    @Test
    void kafkaPropertiesPassThrough_checkedByKafkasOwnDefinitions() {
        Settings settings = given(Map.of(
                "kafka.bootstrap.servers", "a:9092",
                "kafka.security.protocol", "SASL_SSL",
                "kafka.sasl.jaas.config", "org.x.Login required password=\"s3cret\";",
                "kafka.linger.ms", "7"));

        assertThat(settings.kafka())
                .containsEntry("bootstrap.servers", "a:9092")
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("linger.ms", "7")
                .containsEntry("sasl.jaas.config", new Password("org.x.Login required password=\"s3cret\";"));
        assertThatThrownBy(() -> given(Map.of("kafka.bootstrap.servers", "a:9092", "kafka.linger.ms", "-7")))
                .hasMessageContaining("kafka.linger.ms is '-7' (given)");
        assertThatThrownBy(() -> given(Map.of("kafka.bootstrap.servers", "a:9092", "kafka.lingering.ms", "7")))
                .hasMessageContaining("unknown key 'kafka.lingering.ms' (given); did you mean kafka.linger.ms?");
        assertThatThrownBy(() -> given(Map.of("kafka.bootstrap.servers", "localhost")))
                .hasMessageContaining("'localhost' is not of the form host:port");
    }

    @Test
    void secretsAreReadButNeverShown() {
        Settings settings = given(Map.of(
                "kafka.bootstrap.servers", "a:9092",
                "worker.token", "s3cret",
                "kafka.ssl.keystore.password", "s3cret",
                "kafka.sasl.jaas.config", "s3cret"));

        assertThat(settings.secret("worker.token")).contains("s3cret");
        assertThat(settings.toString()).contains("[hidden]").doesNotContain("s3cret");
        assertThat(settings.kafka().toString()).doesNotContain("s3cret");
    }

    @Test
    void blankCountsAsNotSet_andOtherVariablesOfOursAreLeftAlone() {
        Settings settings = Settings.load(
                definition(),
                null,
                Map.of(
                        "SLIDESTREAM_KAFKA_BOOTSTRAP_SERVERS", "a:9092",
                        "SLIDESTREAM_WORKER_CACHE", "",
                        "SLIDESTREAM_CONFIG", "/etc/x",
                        "SLIDESTREAM_TEST_DATA", "/data",
                        "SLIDESTREAM_IMAGES", "build",
                        "SLIDESTREAM_BUILD_OPTIONS", "-Pcuda",
                        "SLIDESTREAM_JAVA_OPTIONS", "-Xmx1g"));

        assertThat(settings.optionalPath("worker.cache")).isEmpty();
    }

    @Test
    void missingFile_isAFaultLikeOthers() {
        Path none = folder.resolve("none.properties");

        assertThatThrownBy(() -> Settings.load(definition(), none, Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("the file " + none + " does not exist")
                .hasMessageContaining("kafka.bootstrap.servers is missing");
    }

    @Test
    void keysThatAreNotDefined_areProgrammingErrors() {
        Settings settings = given(Map.of("kafka.bootstrap.servers", "a:9092"));

        assertThatThrownBy(() -> settings.text("worker.cash"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("setting 'worker.cash' is not defined");
        assertThatThrownBy(() -> settings.path("worker.cache"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("use the optional accessor");
    }

    @Test
    void referenceHasEveryKeyInOrder() {
        assertThat(SettingsReference.markdown(definition()).lines().map(line -> line.split("\\|", -1)[1].strip()))
                .containsSubsequence(
                        "`kafka.bootstrap.servers`", "`http.address`", "`worker.threads`", "`worker.token`");
        assertThat(SettingsReference.markdown(definition()))
                .contains("| `worker.threads` | int | `2` | [1,...,16] | Threads that read. |")
                .contains("| `worker.cache` | string | none | a path | A folder. |")
                .contains("| `kafka.bootstrap.servers` | string | required |");
    }

    private static Settings given(Map<String, String> values) {
        return Settings.of(definition(), values);
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("worker.properties"), text);
    }

    private static ConfigDef definition() {
        return CommonSettings.definition(8082)
                .define("worker.threads", Type.INT, 2, Range.between(1, 16), Importance.LOW, "Threads that read.")
                .define("worker.rate", Type.DOUBLE, 1.0, Importance.LOW, "A rate.")
                .define("worker.lock", Type.STRING, "30s", Forms.duration(), Importance.LOW, "How long.")
                .define("worker.again", Type.BOOLEAN, false, Importance.LOW, "Whether.")
                .define("worker.roots", Type.LIST, "/a,/b", Importance.LOW, "Folders.")
                .define("worker.cache", Type.STRING, null, Forms.path(), Importance.LOW, "A folder.")
                .define(
                        "worker.mpp",
                        Type.DOUBLE,
                        null,
                        Forms.optional(Range.atLeast(0.01)),
                        Importance.LOW,
                        "Microns per pixel.")
                .define("worker.token", Type.PASSWORD, null, Importance.LOW, "A secret.");
    }
}
