package io.slidestream.standalone.commands;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slidestream.standalone.Slidestream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.kafka.common.utils.internals.AppInfoParser;
import org.junit.jupiter.api.Test;

class VersionCommandTest {
    private final StringWriter out = new StringWriter();

    @Test
    void everyComponent_isNamedWithItsVersion() throws Exception {
        assertThat(version("--json")).isZero();

        JsonNode versions = new JsonMapper().readTree(out.toString());
        assertThat(versions.fieldNames())
                .toIterable()
                .containsExactly(
                        "slidestream",
                        "commit",
                        "java",
                        "system",
                        "openslide",
                        "openslide-package",
                        "libjpeg-turbo",
                        "deeplearning4j",
                        "onnxruntime",
                        "kafka");
        assertThat(versions.path("java").asText()).startsWith(System.getProperty("java.version"));
        assertThat(versions.path("openslide").asText()).matches("[0-9.]+|not installed");
        assertThat(versions.path("openslide-package").asText())
                .as("what dpkg or rpm says, which tells with which patches")
                .matches(Files.exists(Path.of("/var/lib/dpkg/info/libopenslide0:amd64.list")) ? "[0-9].*-.*" : "[^ ]+");
        assertThat(versions.path("libjpeg-turbo").asText()).matches("[0-9.]+|not installed");
        assertThat(versions.path("deeplearning4j").asText()).matches("1\\.0\\.0-.*");
        assertThat(versions.path("onnxruntime").asText()).matches("[0-9.]+");
        assertThat(versions.path("kafka").asText()).isEqualTo(AppInfoParser.getVersion());
    }

    @Test
    void people_getALineEach() {
        assertThat(version()).isZero();
        assertThat(out.toString().lines()).hasSize(10).anyMatch(line -> line.matches("kafka +4\\..*"));
    }

    private int version(String... options) {
        String[] arguments = new String[options.length + 1];
        arguments[0] = "version";
        System.arraycopy(options, 0, arguments, 1, options.length);
        return Slidestream.commandLine().setOut(new PrintWriter(out, true)).execute(arguments);
    }
}
