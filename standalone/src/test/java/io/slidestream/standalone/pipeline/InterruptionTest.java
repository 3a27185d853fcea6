package io.slidestream.standalone.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class InterruptionTest {
    private final List<String> said = new ArrayList<>();

    @Test
    void signal_closesWhatRuns_andThenSaysHowItStands() {
        try (Interruption signal = Interruption.saying(said::add, () -> "stopped after " + said.size() + " words")) {
            signal.closing(() -> said.add("closed"));
            assertThat(signal.isBegun()).isFalse();

            signal.end();

            assertThat(signal.isBegun()).isTrue();
            assertThat(said)
                    .containsExactly(
                            "stopping; the tiles in hand are finished first", "closed", "stopped after 2 words");
        }
    }

    @Test
    void signalDuringTheStart_hasAWordToo() {
        try (Interruption signal = Interruption.saying(said::add, () -> "stopped before the first tile")) {
            signal.end();

            assertThat(said).containsExactly("stopped before the first tile");
        }
    }
}
