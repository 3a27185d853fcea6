package io.slidestream.standalone;

import io.slidestream.standalone.terminal.Terminal;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a person would have seen. */
public final class Screen {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    public Terminal interactive() {
        return new Terminal(stream, Terminal.Kind.INTERACTIVE);
    }

    public Terminal plain() {
        return new Terminal(stream, Terminal.Kind.PLAIN);
    }

    public String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    public List<String> lines() {
        return text().lines().toList();
    }
}
