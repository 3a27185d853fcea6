package io.slidestream.viewer.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TokenGuessesTest {
    private final AtomicLong clock = new AtomicLong();
    private final TokenGuesses guesses = new TokenGuesses(clock::get, 20);

    @Test
    void waitDoubles_toAMinute() throws Problem {
        wrong("a", 5);
        for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
            pass(Duration.ofSeconds(seconds).minusMillis(1));
            assertThatThrownBy(() -> guesses.isRight("a", () -> true))
                    .isInstanceOfSatisfying(Problem.class, problem -> {
                        assertThat(problem.status()).isEqualTo(429);
                        assertThat(problem.retryAfterSeconds()).isEqualTo(1);
                    });
            pass(Duration.ofMillis(1));
            wrong("a", 1);
        }
    }

    @Test
    void rightToken_endsTheRow() throws Problem {
        wrong("a", 4);
        assertThat(guesses.isRight("a", () -> true)).isTrue();
        wrong("a", 4);
        assertThat(guesses.isRight("a", () -> true)).isTrue();
    }

    @Test
    void otherAddresses_doNotWait() throws Problem {
        wrong("a", 5);
        assertThat(guesses.isRight("b", () -> true)).isTrue();
    }

    /** Else whoever has a network of addresses has a guess for each, or all of the memory. */
    @Test
    void addressesBeyondTheTable_waitAsOne() throws Problem {
        for (int i = 0; i < 20; i++) {
            wrong("address " + i, 1);
        }
        for (int i = 0; i < 5; i++) {
            wrong("newcomer " + i, 1);
        }
        assertThatThrownBy(() -> guesses.isRight("newcomer 9", () -> true)).isInstanceOf(Problem.class);
        assertThat(guesses.isRight("address 1", () -> true)).isTrue();
        pass(Duration.ofMinutes(16));
        assertThat(guesses.isRight("newcomer 9", () -> true)).isTrue();
    }

    private void wrong(String address, int times) throws Problem {
        for (int i = 0; i < times; i++) {
            assertThat(guesses.isRight(address, () -> false)).isFalse();
        }
    }

    private void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
