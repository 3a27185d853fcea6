package io.slidestream.standalone.commands;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.standalone.Slidestream;
import io.slidestream.standalone.commands.RightsCommand.Form;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class RightsCommandTest {
    @Test
    void tableInTheDocumentation_isThatPrinted() throws IOException {
        assertThat(Files.readString(Path.of("../docs/cluster.md")))
                .as("docs/cluster.md is old; put in what ./slidestream rights prints")
                .contains("\n" + RightsCommand.text(Form.TABLE) + "\n");
    }

    @Test
    void commandsThatAreDeployed_areThosePrinted() throws IOException {
        assertThat(Files.readString(Path.of("../deploy/kafka/prepare")))
                .as("write it anew: ./slidestream rights --as commands > deploy/kafka/prepare")
                .isEqualTo(RightsCommand.text(Form.COMMANDS));
    }

    @Test
    void manifestsThatAreDeployed_areThosePrinted() throws IOException {
        assertThat(Files.readString(Path.of("../deploy/kafka/strimzi.yaml")))
                .as("write it anew: ./slidestream rights --as strimzi > deploy/kafka/strimzi.yaml")
                .isEqualTo(RightsCommand.text(Form.STRIMZI));
    }

    @Test
    void unknownForm_isAnsweredWithTheKnownOnes() {
        StringWriter err = new StringWriter();

        int exit = Slidestream.commandLine().setErr(new PrintWriter(err)).execute("rights", "--as", "poem");

        assertThat(exit).isEqualTo(2);
        assertThat(err.toString()).contains("'poem' is none of table, commands, strimzi");
    }
}
