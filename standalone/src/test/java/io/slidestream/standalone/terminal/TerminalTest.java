package io.slidestream.standalone.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.standalone.Screen;
import org.junit.jupiter.api.Test;

class TerminalTest {
    private final Screen screen = new Screen();

    @Test
    void aShorterLine_leavesNothingOfTheLongerBehind() {
        Terminal terminal = screen.interactive();

        terminal.show("12345");
        terminal.show("678");
        terminal.print("9");

        assertThat(screen.text()).isEqualTo("\r12345\r678  \r   \r9" + System.lineSeparator());
    }

    @Test
    void aLineThatWouldWrap_isCut() {
        screen.interactive().show("x".repeat(200));

        assertThat(screen.text()).isEqualTo("\r" + "x".repeat(78) + "…");
    }

    @Test
    void elsewhere_onlyLinesThatStayAreWritten() {
        Terminal terminal = screen.plain();

        terminal.show("passing");
        terminal.print("staying");

        assertThat(screen.lines()).containsExactly("staying");
    }
}
