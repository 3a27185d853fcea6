package io.slidestream.networks.family;

import io.slidestream.networks.weights.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A last layer within a {@code torch.nn.Sequential}, as people put one there to have dropout before it: {@code fc.1.weight}
 * where the family has {@code fc.weight}.
 */
final class SequentialHead {
    private static final Pattern PART =
            Pattern.compile("((?:fc|classifier|head|heads\\.head|last_linear)(?:\\.\\d+)?)\\.(\\d+)\\.(weight|bias)");

    private SequentialHead() {}

    /**
     * The weights with each such layer under the name of the sequence it is alone in.
     *
     * @return empty if there is none
     */
    static Optional<Map<String, Tensor>> plain(Map<String, Tensor> weights) {
        Map<String, SortedSet<Integer>> places = places(weights.keySet());
        Map<String, Tensor> plain = new LinkedHashMap<>();
        weights.forEach((name, tensor) -> {
            Matcher part = PART.matcher(name);
            boolean alone = part.matches()
                    && places.getOrDefault(part.group(1), new TreeSet<>()).size() == 1;
            plain.put(alone ? part.group(1) + "." + part.group(3) : name, tensor);
        });
        return plain.keySet().equals(weights.keySet()) || plain.size() < weights.size()
                ? Optional.empty()
                : Optional.of(plain);
    }

    /** The sequences of several layers with weights, and where in each they are. */
    static Map<String, SortedSet<Integer>> places(Set<String> names) {
        Map<String, SortedSet<Integer>> places = new TreeMap<>();
        for (String name : names) {
            Matcher part = PART.matcher(name);
            if (part.matches()) {
                places.computeIfAbsent(part.group(1), prefix -> new TreeSet<>()).add(Integer.valueOf(part.group(2)));
            }
        }
        return places;
    }
}
