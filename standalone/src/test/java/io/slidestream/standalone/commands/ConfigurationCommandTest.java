package io.slidestream.standalone.commands;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class ConfigurationCommandTest {
    @Test
    void theReferenceInTheDocumentation_isTheOnePrinted() throws IOException {
        assertThat(Files.readString(Path.of("../docs/configuration.md")))
                .as("docs/configuration.md is old; write it anew: ./slidestream configuration > docs/configuration.md")
                .isEqualTo(ConfigurationCommand.markdown());
    }
}
