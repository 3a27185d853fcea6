package io.slidestream.servicekit.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.util.Collection;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class SpanCollectorTest {
    private final Logger logger = (Logger) LoggerFactory.getLogger(SpanCollector.class);
    private final ListAppender<ILoggingEvent> said = new ListAppender<>();
    private final Sender sender = new Sender();
    private final SpanCollector collector = new SpanCollector(sender, "http://collector:4318/v1/traces");

    SpanCollectorTest() {
        said.start();
        logger.setLevel(Level.INFO);
        logger.addAppender(said);
    }

    @AfterEach
    void stopListening() {
        logger.detachAppender(said);
        logger.setLevel(null);
    }

    @Test
    void aCollectorThatIsAway_isSaidOnce_andThatItIsBack() {
        export(CompletableResultCode.ofSuccess());
        assertThat(said.list).isEmpty();

        CompletableResultCode failure =
                CompletableResultCode.ofExceptionalFailure(new IllegalStateException("refused"));
        assertThat(export(failure).isSuccess()).isFalse();
        export(CompletableResultCode.ofFailure());
        export(CompletableResultCode.ofSuccess());
        export(CompletableResultCode.ofSuccess());

        assertThat(said.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .containsExactly(
                        "Spans are lost until http://collector:4318/v1/traces takes them, and nothing else:"
                                + " java.lang.IllegalStateException: refused",
                        "http://collector:4318/v1/traces takes spans again");
    }

    private CompletableResultCode export(CompletableResultCode answer) {
        sender.answer = answer;
        return collector.export(List.of());
    }

    private static final class Sender implements SpanExporter {
        private CompletableResultCode answer = CompletableResultCode.ofSuccess();

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            return answer;
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
