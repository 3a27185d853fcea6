package io.slidestream.standalone.commands;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.mapfiles.results.RenderingChange;
import io.slidestream.standalone.terminal.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputOptionsTest {
    private static final List<String> CLASSES = List.of("STR", "TUM");

    @Test
    void tumourClassThatTheModelLacks_isRefusedWithThoseItHas() {
        assertThatThrownBy(() -> OutputOptions.check(tumour("FOO"), CLASSES))
                .isInstanceOf(UsageException.class)
                .hasMessage("--tumor-class: the model has no class FOO; it has STR, TUM");
        assertThatCode(() -> OutputOptions.check(tumour("STR"), CLASSES)).doesNotThrowAnyException();
        assertThatCode(() -> OutputOptions.check(RenderingChange.NONE, List.of("a", "b")))
                .doesNotThrowAnyException();
    }

    private static RenderingChange tumour(String name) {
        return new RenderingChange(null, null, null, name, null, null);
    }
}
