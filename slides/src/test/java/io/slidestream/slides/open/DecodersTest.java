package io.slidestream.slides.open;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DecodersTest {
    @Test
    void eachLabel_isNamedOnce() {
        assertThat(Decoders.labels()).doesNotHaveDuplicates();
    }
}
