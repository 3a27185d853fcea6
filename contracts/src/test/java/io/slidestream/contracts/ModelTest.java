package io.slidestream.contracts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class ModelTest {
    /** The hash was computed outside of Java. */
    @Test
    void symmetries_giveAnIdOfTheirOwn() {
        assertThat(model(1).servedId()).isEqualTo("c0ffee");
        assertThat(model(8).servedId()).isEqualTo("9cde1eeca716bfcea11861ae1d0d98041faf6732fd0469408fe6adeefde77486");
        assertThat(model(8).id()).isEqualTo("c0ffee");
    }

    @Test
    void otherNumbers_areRefused() {
        assertThatThrownBy(() -> model(4)).hasMessage("symmetries must be 1 or 8, was 4");
    }

    private static Model model(int symmetries) {
        return new Model("c0ffee", "crc", List.of("ADI", "TUM"), 224, 0.5, symmetries);
    }
}
