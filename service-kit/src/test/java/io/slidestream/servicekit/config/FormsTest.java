package io.slidestream.servicekit.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class FormsTest {
    @ParameterizedTest
    @CsvSource({"30s,PT30S", "250ms,PT0.25S", "5 m,PT5M", "2h,PT2H", "7d,PT168H", "PT1M30S,PT1M30S"})
    void durationsAreShortOrIso(String text, String iso) {
        Forms.duration().ensureValid("lock", text);

        assertThat(Forms.parseDuration(text)).isEqualTo(Duration.parse(iso));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"30", "30 parsecs", "s", "-5s", "PT-5S", "0s", "99999999999999999999s", "9223372036854775807d"})
    void otherDurationsAreRefused(String text) {
        assertThatThrownBy(() -> Forms.duration().ensureValid("lock", text)).isInstanceOf(ConfigException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1:0", "0.0.0.0:8080", "localhost:65535", "[::1]:8081"})
    void addressesAreHostAndPort(String text) {
        assertThatCode(() -> Forms.address().ensureValid("http.address", text)).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8080", ":8080", "host:", "host:65536", "host:port", "a b:80", "::1:80"})
    void otherAddressesAreRefused(String text) {
        assertThatThrownBy(() -> Forms.address().ensureValid("http.address", text))
                .isInstanceOf(ConfigException.class);
    }

    @ParameterizedTest
    @CsvSource({"worker.treads,worker.threads", "THREADS,THREADZ"})
    void nearestIsFoundByEdits(String word, String near) {
        assertThat(Nearest.to(word, java.util.List.of("http.address", "worker.threads", "THREADZ")))
                .contains(near);
        assertThat(Nearest.to("completely.other", java.util.List.of(near))).isEmpty();
    }
}
