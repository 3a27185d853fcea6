package io.slidestream.proving.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ShrinkingTest {
    private final List<Integer> twenty = IntStream.range(0, 20).boxed().toList();

    @Test
    void twoThatFailTogether_areFound() throws Exception {
        assertThat(Shrinking.shortest(twenty, 1000, some -> some.contains(3) && some.contains(17)))
                .containsExactly(3, 17);
    }

    @Test
    void whatFailsWithoutAnything_isEmpty() throws Exception {
        assertThat(Shrinking.shortest(twenty, 1000, some -> true)).isEmpty();
    }

    @Test
    void whatNeverFailsAgain_staysWhole() throws Exception {
        assertThat(Shrinking.shortest(twenty, 1000, some -> false)).isEqualTo(twenty);
    }

    @Test
    void fewTrials_endWithTheShortestSoFar() throws Exception {
        assertThat(Shrinking.shortest(twenty, 3, some -> some.contains(19)))
                .hasSize(5)
                .contains(19);
    }
}
