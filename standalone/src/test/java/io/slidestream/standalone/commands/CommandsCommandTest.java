package io.slidestream.standalone.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.standalone.Slidestream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class CommandsCommandTest {
    @Test
    void theCommandsInTheDocumentation_areThosePrinted() throws IOException {
        assertThat(Files.readString(Path.of("../docs/commands.md")))
                .as("docs/commands.md is old; write it anew: ./slidestream commands > docs/commands.md")
                .isEqualTo(CommandsCommand.markdown(Slidestream.commandLine()));
    }

    @Test
    void everyCommandAndEveryOption_isDescribed() {
        assertThat(CommandsCommand.markdown(Slidestream.commandLine())
                        .lines()
                        .filter(line -> line.matches("\\| `.*` \\|  \\|")))
                .isEmpty();
        assertThat(CommandsCommand.markdown(Slidestream.commandLine()))
                .contains("\n## run\n", "\n## bench read\n", "| `--out DIR` | ");
    }
}
