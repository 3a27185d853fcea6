package io.slidestream.viewer.forgetting;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A rule for how long something is kept: conditions, and an age in days or {@code never}. Written as
 * {@code state=rejected bucket=s3://archive/old/ 30d} or {@code tag=teaching never}.
 *
 * @param state of the map; null: any
 * @param bucket how the slide's location begins; null: any
 * @param tag of the slide; null: any
 * @param age null: it is kept for ever
 */
record RetentionRule(
        @Nullable String state,
        @Nullable String bucket,
        @Nullable String tag,
        @Nullable Duration age) {
    static final String FORM = "rules such as 'tag=teaching never, state=rejected 30d, 3650d'";

    private static final Pattern DAYS = Pattern.compile("(\\d{1,5})d");
    private static final String NEVER = "never";

    /** What a rule looks at. */
    record Subject(String state, String location, List<String> tags, Duration age) {}

    /** The rules of a setting, separated by commas; the first that fits decides. */
    static List<RetentionRule> parse(String text, List<String> states) {
        List<RetentionRule> rules = new ArrayList<>();
        for (String rule : text.split(",", -1)) {
            rules.add(one(rule.strip(), states));
        }
        return List.copyOf(rules);
    }

    private static RetentionRule one(String text, List<String> states) {
        String[] words = text.split("\\s+", -1);
        Map<String, String> conditions = new LinkedHashMap<>();
        for (int i = 0; i < words.length - 1; i++) {
            int equals = words[i].indexOf('=');
            String key = equals < 1 ? "" : words[i].substring(0, equals);
            if (!List.of("state", "bucket", "tag").contains(key) || equals == words[i].length() - 1) {
                throw new IllegalArgumentException(
                        "'" + words[i] + "' is no condition: state=…, bucket=… or tag=…, and the age comes last");
            }
            if (conditions.put(key, words[i].substring(equals + 1)) != null) {
                throw new IllegalArgumentException("'" + text + "' has two conditions of " + key);
            }
        }
        String state = conditions.get("state");
        if (state != null && !states.contains(state)) {
            throw new IllegalArgumentException("'" + state + "' is no state: " + String.join(", ", states));
        }
        return new RetentionRule(state, conditions.get("bucket"), conditions.get("tag"), age(words[words.length - 1]));
    }

    private static @Nullable Duration age(String word) {
        if (word.toLowerCase(Locale.ROOT).equals(NEVER)) {
            return null;
        }
        Matcher days = DAYS.matcher(word);
        if (!days.matches() || Long.parseLong(days.group(1)) == 0) {
            throw new IllegalArgumentException("'" + word + "' is no age: whole days, as 30d, or never");
        }
        return Duration.ofDays(Long.parseLong(days.group(1)));
    }

    boolean fits(Subject subject) {
        return (state == null || state.equals(subject.state()))
                && (bucket == null || subject.location().startsWith(bucket))
                && (tag == null || subject.tags().contains(tag));
    }

    boolean isOver(Subject subject) {
        return age != null && subject.age().compareTo(age) >= 0;
    }

    @Override
    public String toString() {
        return (state == null ? "" : "state=" + state + " ")
                + (bucket == null ? "" : "bucket=" + bucket + " ")
                + (tag == null ? "" : "tag=" + tag + " ")
                + (age == null ? NEVER : age.toDays() + "d");
    }
}
