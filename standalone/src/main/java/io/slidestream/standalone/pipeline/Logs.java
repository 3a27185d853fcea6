package io.slidestream.standalone.pipeline;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.rolling.RollingFileAppender;
import ch.qos.logback.core.rolling.SizeBasedTriggeringPolicy;
import ch.qos.logback.core.util.FileSize;
import io.slidestream.servicekit.run.NameKey;
import io.slidestream.servicekit.run.RedactedLogs;
import io.slidestream.servicekit.run.Redaction;
import io.slidestream.slides.s3.S3Location;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Destination of log lines: the terminal is for people, so they go to files in the data folder, six of 10 MB at most.
 */
public final class Logs {
    /** As in logback.xml of the services, whose console shows no more either. */
    private static final String PATTERN = "%d{yyyy-MM-dd'T'HH:mm:ss.SSSXXX,UTC} %-5level %logger{0} - "
            + "%replace(%msg){'[^\\P{Cc}\\t]|[\\u2028-\\u202e\\u2066-\\u2069]', '?'}%n"
            + "%replace(%ex){'[^\\P{Cc}\\t\\n]|[\\u2028-\\u202e\\u2066-\\u2069]', '?'}%nopex";

    private static final int KEPT = 5;

    private Logs() {}

    public static Path file(Path data) {
        return data.resolve("slidestream.log");
    }

    /** Logs only what someone must act on, until there is a data folder. */
    public static void quiet() {
        root().setLevel(Level.ERROR);
    }

    /** @param places slides, or folders of them */
    public static void to(PipelineSettings settings, List<String> places) {
        to(settings.folders().data());
        if (settings.redact()) {
            List<String> folders = new ArrayList<>(List.of(
                    settings.folders().data().toString(),
                    settings.folders().results().toString()));
            for (String place : places) {
                folders.add(place);
                if (!S3Location.isOne(place)) {
                    folders.add(String.valueOf(Path.of(place).toAbsolutePath().getParent()));
                }
            }
            RedactedLogs.install(
                    Redaction.of(folders, NameKey.in(settings.folders().data())));
        }
    }

    public static void to(Path data) {
        PrivateFolder.make(data);
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();

        RollingFileAppender<ILoggingEvent> appender = new RollingFileAppender<>();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.setFile(file(data).toString());
        NumberedFiles rolling = new NumberedFiles(file(data), KEPT);
        rolling.setContext(context);
        rolling.setParent(appender);
        rolling.start();
        SizeBasedTriggeringPolicy<ILoggingEvent> size = new SizeBasedTriggeringPolicy<>();
        size.setContext(context);
        size.setMaxFileSize(new FileSize(10 * FileSize.MB_COEFFICIENT));
        size.start();
        appender.setRollingPolicy(rolling);
        appender.setTriggeringPolicy(size);
        appender.start();

        ch.qos.logback.classic.Logger root = root();
        root.detachAndStopAllAppenders();
        root.addAppender(appender);
        root.setLevel(Level.INFO);
    }

    private static ch.qos.logback.classic.Logger root() {
        return (ch.qos.logback.classic.Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);
    }
}
