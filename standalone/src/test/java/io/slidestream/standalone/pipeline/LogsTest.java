package io.slidestream.standalone.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.rolling.RollingFileAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;

class LogsTest {
    private final Logger root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    private final List<Appender<ILoggingEvent>> before = new ArrayList<>();

    @TempDir
    Path folder;

    @BeforeEach
    void remember() {
        root.iteratorForAppenders().forEachRemaining(before::add);
        before.forEach(root::detachAppender);
    }

    @AfterEach
    void restore() {
        root.detachAndStopAllAppenders();
        before.forEach(root::addAppender);
    }

    @ParameterizedTest
    @ValueSource(strings = {"100% done", "r3 %20", "%d{x}", "%i", "50%25", "a(b)c", "plain"})
    void folderOfAnyName_holdsTheLog_andItsElders_forItsUserAlone(String name) throws IOException {
        Path data = folder.resolve(name).resolve(".slidestream");
        Logs.to(data);
        root.info("a line");
        RollingFileAppender<?> appender =
                (RollingFileAppender<?>) root.iteratorForAppenders().next();
        appender.rollover();
        root.info("another");

        assertThat(Files.readString(data.resolve("slidestream.log"))).contains("another");
        assertThat(Files.readString(data.resolve("slidestream.log.1"))).contains("a line");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(data)))
                .isEqualTo("rwx------");
    }
}
