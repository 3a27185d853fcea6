package io.slidestream.contracts.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * Markup in the making, of a page or a part of one. What is written as a template is taken as it stands; each <code>{}</code>
 * in it takes one value, which is escaped for text and attributes alike unless it is itself markup. So a template is always a
 * literal, and whatever comes from a slide, a model or a user is always a value.
 */
public final class Html {
    private static final String PLACE = "{}";

    private final StringBuilder markup = new StringBuilder();

    /** A part of a page, to be a value of others. */
    public static Html of(String template, Object... values) {
        return new Html().add(template, values);
    }

    /** A text of the program's own that holds markup, style or script and has no places for values. */
    public static Html verbatim(String text) {
        Html html = new Html();
        html.markup.append(text);
        return html;
    }

    /** A text that lies beside a class, as it stands. */
    public static Html verbatim(Class<?> beside, String resource) {
        try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(resource), resource)) {
            return verbatim(new String(in.readAllBytes(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Appends a template with its values, as many as it has places. */
    public Html add(String template, Object... values) {
        int from = 0;
        for (Object value : values) {
            int place = template.indexOf(PLACE, from);
            if (place < 0) {
                throw new IllegalArgumentException(values.length + " values for the template " + template);
            }
            markup.append(template, from, place);
            put(value);
            from = place + PLACE.length();
        }
        if (template.indexOf(PLACE, from) >= 0) {
            throw new IllegalArgumentException("only " + values.length + " values for the template " + template);
        }
        markup.append(template, from, template.length());
        return this;
    }

    /** Appends a template with its values, and ends the line. */
    public Html line(String template, Object... values) {
        add(template, values);
        markup.append('\n');
        return this;
    }

    private void put(Object value) {
        if (value instanceof Html part) {
            markup.append(part.markup);
            return;
        }
        String text = value.toString();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> markup.append("&amp;");
                case '<' -> markup.append("&lt;");
                case '>' -> markup.append("&gt;");
                case '"' -> markup.append("&quot;");
                case '\'' -> markup.append("&#39;");
                default -> markup.append(c);
            }
        }
    }

    /** The markup in UTF-8. */
    public byte[] bytes() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    /** The markup so far. */
    @Override
    public String toString() {
        return markup.toString();
    }
}
