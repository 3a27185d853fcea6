package io.slidestream.standalone.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class PrintableTest {
    private static final String HOSTILE = "a\u001b[2J\u0007b\rc\u009b1md\u202ee\u007f";
    private static final String SHOWN = "a\\u001b[2J\\u0007b\\u000dc\\u009b1md\\u202ee\\u007f";

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @Test
    void whatATerminalObeys_isShown() {
        assertThat(Printable.line(HOSTILE)).isEqualTo(SHOWN);
        assertThat(Printable.lines("x\n\t" + HOSTILE)).isEqualTo("x\n\t" + SHOWN);
        assertThat(Printable.line("x\ny")).isEqualTo("x\\u000ay");
        assertThat(Printable.line("✓ Müller 😀 100% \\")).isEqualTo("✓ Müller 😀 100% \\");
    }

    @Test
    void commandsPrintNothingElse() {
        PrintWriter out = Printable.writer(bytes);
        out.println(HOSTILE);
        out.printf("%s%c", "é\u001b", 7);
        out.flush();
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .isEqualTo(SHOWN + System.lineSeparator() + "é\\u001b\\u0007");
    }

    @Test
    void progressPrintsNothingElse() {
        Terminal terminal = new Terminal(new PrintStream(bytes, true, StandardCharsets.UTF_8), Terminal.Kind.PLAIN);
        terminal.print(HOSTILE);
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo(SHOWN + System.lineSeparator());
    }
}
