package io.slidestream.catalog.maps;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;

/** The case of a slide by its name. */
public final class CaseNames {
    private final @Nullable Pattern pattern;

    private CaseNames(@Nullable Pattern pattern) {
        this.pattern = pattern;
    }

    /**
     * @param expression a regular expression whose one group is the case, or null: the folder that the slide lies in, or else
     *     its name
     * @throws IllegalArgumentException if it is none
     */
    public static CaseNames by(@Nullable String expression) {
        if (expression == null) {
            return new CaseNames(null);
        }
        try {
            Pattern pattern = Pattern.compile(expression);
            if (pattern.matcher("").groupCount() != 1) {
                throw new IllegalArgumentException(
                        "must have one group in parentheses that names the case, was " + expression);
            }
            return new CaseNames(pattern);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("must be a regular expression: " + e.getDescription(), e);
        }
    }

    /** @param slide its path in the bucket, without its ending; one that the pattern does not fit is a case of its own */
    public String of(String slide) {
        if (pattern != null) {
            Matcher matcher = pattern.matcher(slide);
            String found = matcher.find() ? matcher.group(1) : null;
            return found == null ? slide : found;
        }
        int folder = slide.lastIndexOf('/');
        return folder < 0 ? slide : slide.substring(0, folder);
    }
}
