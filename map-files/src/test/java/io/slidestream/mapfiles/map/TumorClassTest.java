package io.slidestream.mapfiles.map;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TumorClassTest {
    @Test
    void usualNames_areFound() {
        assertThat(TumorClass.in(List.of("ADI", "TUM"), null)).hasValue(1);
        assertThat(TumorClass.in(List.of("notumor", "tumor"), null)).hasValue(1);
        assertThat(TumorClass.in(List.of("tumor-positive", "tumor-negative"), null))
                .hasValue(0);
        assertThat(TumorClass.in(List.of("notils", "tils"), null)).isEmpty();
    }

    @Test
    void configuredName_isTakenAsItIs() {
        assertThat(TumorClass.in(List.of("TUM", "lepidic"), "lepidic")).hasValue(1);
        assertThat(TumorClass.in(List.of("TUM"), "tum")).isEmpty();
    }
}
