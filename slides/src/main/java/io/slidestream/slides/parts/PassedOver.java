package io.slidestream.slides.parts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Files of a bucket that no look takes for slides.
 *
 * @param byEnding number of files by their names' ending, with its dot, in small letters; {@code ""} for none
 * @param results folders that hold the results of a map, with all that is in them
 */
public record PassedOver(Map<String, Integer> byEnding, List<String> results) {
    private static final int NAMED = 6;

    public PassedOver {
        byEnding = Map.copyOf(byEnding);
        results = List.copyOf(results);
    }

    /** Nothing known but a number of files. */
    public static PassedOver files(int count) {
        return new PassedOver(count == 0 ? Map.of() : Map.of("", count), List.of());
    }

    /** Number of files, not counting those in folders of results. */
    public int fileCount() {
        return byEnding.values().stream().mapToInt(Integer::intValue).sum();
    }

    /** The same and so many files of no name. */
    public PassedOver and(int files) {
        Map<String, Integer> more = new TreeMap<>(byEnding);
        if (files > 0) {
            more.merge("", files, Integer::sum);
        }
        return new PassedOver(more, results);
    }

    /** Words for people, a sentence each; none where nothing was passed over. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        if (fileCount() > 0) {
            List<Map.Entry<String, Integer>> endings = byEnding.entrySet().stream()
                    .sorted(Map.Entry.<String, Integer>comparingByValue(Comparator.reverseOrder())
                            .thenComparing(Map.Entry.comparingByKey()))
                    .toList();
            List<String> named = new ArrayList<>();
            endings.stream()
                    .limit(NAMED)
                    .forEach(ending -> named.add(ending.getValue() + " "
                            + (ending.getKey().isEmpty() ? "without an ending" : ending.getKey())));
            if (endings.size() > NAMED) {
                named.add("others");
            }
            sentences.add("passed over " + count(fileCount(), "file") + " that by their names are no slides: "
                    + String.join(", ", named));
        }
        if (!results.isEmpty()) {
            sentences.add("passed over " + count(results.size(), "folder")
                    + " with results of Slidestream, of which the first is " + results.get(0));
        }
        return sentences;
    }

    private static String count(int count, String what) {
        return count + " " + what + (count == 1 ? "" : "s");
    }
}
