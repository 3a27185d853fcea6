package io.slidestream.servicekit.run;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import ch.qos.logback.core.joran.spi.JoranException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;

/** Of the configuration that the services run with. */
class LogLinesTest {
    private static final Path CONFIGURATION = Path.of("src/main/resources/logback.xml");

    @Test
    void textOfARecord_makesNoLineOfItsOwn_andNothingThatATerminalObeys() throws JoranException {
        String line =
                line("dead letter of \u001b[2J\u0007\n2026-01-01 INFO forged\r\u009b1m \u202eabc, \tGewebe Süd", null);

        assertThat(line)
                .endsWith(" WARN  of - dead letter of ?[2J??2026-01-01 INFO forged??1m ?abc, \tGewebe Süd\n")
                .containsOnlyOnce("\n");
    }

    @Test
    void messageOfAnException_isNotObeyedEither_andItsTraceKeepsItsLines() throws JoranException {
        String lines = line("failed", new IllegalStateException("model \u001b]0;title\u0007"));

        assertThat(lines)
                .contains("failed\njava.lang.IllegalStateException: model ?]0;title?\n\tat ")
                .doesNotContain("\u001b");
        assertThat(lines.split("IllegalStateException")).as("told once").hasSize(2);
    }

    private static String line(String message, @Nullable Throwable thrown) throws JoranException {
        LoggerContext context = new LoggerContext();
        JoranConfigurator configurator = new JoranConfigurator();
        configurator.setContext(context);
        configurator.doConfigure(CONFIGURATION.toFile());
        OutputStreamAppender<ILoggingEvent> console = (OutputStreamAppender<ILoggingEvent>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("console");
        LoggingEvent event = new LoggingEvent("", context.getLogger("of"), Level.WARN, message, thrown, null);
        String line = new String(console.getEncoder().encode(event), StandardCharsets.UTF_8);
        context.stop();
        return line;
    }
}
