package io.slidestream.standalone.commands;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.mapfiles.map.MapSettings;
import io.slidestream.standalone.terminal.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputOptionsTest {
    private static final List<String> CLASSES = List.of("STR", "TUM");

    @Test
    void tumourClassThatTheModelLacks_isRefusedWithThoseItHas() {
        assertThatThrownBy(() -> OutputOptions.check(new MapSettings(0, 0.5, "FOO", 0.5), CLASSES))
                .isInstanceOf(UsageException.class)
                .hasMessage("--tumor-class: the model has no class FOO; it has STR, TUM");
        assertThatCode(() -> OutputOptions.check(new MapSettings(0, 0.5, "STR", 0.5), CLASSES))
                .doesNotThrowAnyException();
        assertThatCode(() -> OutputOptions.check(MapSettings.DEFAULT, List.of("a", "b")))
                .doesNotThrowAnyException();
    }
}
