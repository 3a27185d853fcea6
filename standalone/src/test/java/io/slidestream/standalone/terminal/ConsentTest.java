package io.slidestream.standalone.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConsentTest {
    private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
    private final Terminal terminal =
            new Terminal(new PrintStream(shown, true, StandardCharsets.UTF_8), Terminal.Kind.INTERACTIVE);

    @Test
    void yes_isConsent() {
        Consent.of(new StringReader(" Yes\n"), terminal).ask("it takes 3 h");
        assertThat(shown.toString(StandardCharsets.UTF_8)).contains("it takes 3 h. Go on? [y/N]");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "n\n", "no\n", "?\n"})
    void anythingElse_isNone(String answer) {
        Consent consent = Consent.of(new StringReader(answer), terminal);
        assertThatThrownBy(() -> consent.ask("it takes 3 h"))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("nothing was begun");
    }
}
