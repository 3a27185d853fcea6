package io.slidestream.viewer.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class SessionsTest {
    private final AtomicLong clock = new AtomicLong();
    private final Sessions sessions = new Sessions(clock::get);

    @Test
    void session_endsAfterItsTime() {
        String id = sessions.begin();
        clock.set(Sessions.LIFE.toNanos() - 1);
        assertThat(sessions.isOpen(id)).isTrue();
        clock.set(Sessions.LIFE.toNanos());
        assertThat(sessions.isOpen(id)).isFalse();
    }

    @Test
    void thousandAndFirst_endsTheFirst() {
        String first = sessions.begin();
        String second = sessions.begin();
        for (int i = 2; i <= 1000; i++) {
            sessions.begin();
        }
        assertThat(sessions.isOpen(first)).isFalse();
        assertThat(sessions.isOpen(second)).isTrue();
    }

    @Test
    void ids_areOf256Bits() {
        assertThat(sessions.begin()).hasSize(43).isNotEqualTo(sessions.begin());
    }
}
