package io.slidestream.mapfiles.pictures;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScaleBarTest {
    @ParameterizedTest
    @CsvSource({"277, 200 µm", "1000, 1 mm", "999, 500 µm", "5200, 5 mm", "0.7, 0.5 µm"})
    void length_isRoundAndFits(double limitMicrons, String label) {
        assertThat(ScaleBar.length(limitMicrons)).isLessThanOrEqualTo(limitMicrons);
        assertThat(ScaleBar.label(ScaleBar.length(limitMicrons))).isEqualTo(label);
    }
}
