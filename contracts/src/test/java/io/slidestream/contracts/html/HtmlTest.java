package io.slidestream.contracts.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class HtmlTest {
    @Test
    void value_isEscapedForTextAndForBothKindsOfAttribute() {
        assertThat(Html.of("<a title='{}'>{}</a>", "O'Hara \"<1>\"", "a&b"))
                .hasToString("<a title='O&#39;Hara &quot;&lt;1&gt;&quot;'>a&amp;b</a>");
    }

    @Test
    void valueThatLooksLikeAPlace_takesNoValue() {
        assertThat(Html.of("<b>{}</b><i>{}</i>", "{}", 7)).hasToString("<b>{}</b><i>7</i>");
    }

    @Test
    void markupAsValue_staysMarkup() {
        assertThat(Html.of("<p>{}</p>", Html.of("<b>{}</b>", "<"))).hasToString("<p><b>&lt;</b></p>");
    }

    @Test
    void verbatimText_mayHoldBraces() {
        assertThat(new Html().line("<style>{}</style>", Html.verbatim("a{}\nb{c:d}")))
                .hasToString("<style>a{}\nb{c:d}</style>\n");
    }

    @Test
    void bytes_areUtf8() {
        assertThat(Html.of("<p>{}</p>", "µm").bytes()).isEqualTo("<p>µm</p>".getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void wrongNumberOfValues_isRefused() {
        assertThatThrownBy(() -> Html.of("<b>{}</b>")).hasMessage("only 0 values for the template <b>{}</b>");
        assertThatThrownBy(() -> Html.of("<b>{}</b>", 1, 2)).hasMessage("2 values for the template <b>{}</b>");
    }
}
