package io.slidestream.networks.onednn;

import io.slidestream.networks.graph.ByteScale;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation.Activate;
import io.slidestream.networks.graph.Operation.Add;
import io.slidestream.networks.onednn.Primitives.After;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What steps do beside their own: the activations, and one sum with what is there already, that alone read what they give. */
final class Fusion {
    private final Stretch stretch;
    private final Values values;
    private final Map<String, List<Node>> readers;
    private final Set<String> done = new HashSet<>();

    Fusion(Stretch stretch, Values values) {
        this.stretch = stretch;
        this.values = values;
        readers = stretch.readers();
    }

    /**
     * A step with all that it does itself.
     *
     * @param name of what it gives then
     * @param afters what it does after its own
     * @param summed name of the value that it adds to
     */
    record Fused(String name, List<After> afters, @Nullable String summed) {}

    /** What a step can add to. */
    enum Sums {
        NONE,
        OF_FLOATS,
        OF_BYTES
    }

    /** Whether a step before does it. */
    boolean isDone(Node node) {
        return done.contains(node.name());
    }

    /** Notes that another step does it. */
    void take(Node node) {
        done.add(node.name());
    }

    /** The node that alone reads a value, which nothing else needs. */
    Optional<Node> onlyReader(String name) {
        List<Node> next = readers.getOrDefault(name, List.of());
        return next.size() == 1 && !stretch.isOutput(name) ? Optional.of(next.get(0)) : Optional.empty();
    }

    /** Takes in what follows a step; what is bytes between is rounded and clipped so. */
    Fused following(String from, Sums sums) {
        List<After> afters = new ArrayList<>();
        String name = from;
        String summed = null;
        while (true) {
            Node reader = onlyReader(name).orElse(null);
            if (reader == null || values.isPartOfAnother(name)) {
                return new Fused(name, afters, summed);
            }
            ByteScale between = values.scale(name);
            if (reader.operation() instanceof Activate activate) {
                if (between != null) {
                    afters.add(new After.Bytes(between));
                }
                afters.add(new After.Function(activate.function()));
            } else if (sums != Sums.NONE && summed == null && reader.operation() instanceof Add) {
                String other = reader.inputs().get(reader.input().equals(name) ? 1 : 0);
                if (!isSummed(reader, values.known(other), sums)) {
                    return new Fused(name, afters, null);
                }
                if (between != null) {
                    afters.add(new After.Bytes(between));
                }
                afters.add(new After.Sum(1));
                summed = other;
            } else {
                return new Fused(name, afters, summed);
            }
            take(reader);
            name = reader.name();
        }
    }

    private boolean isSummed(Node sum, @Nullable Value other, Sums sums) {
        return other != null && (sums == Sums.OF_BYTES ? other.isBytes() && givesBytes(sum) : !other.isBytes());
    }

    /** Whether a sum is bytes, or what alone reads it. */
    private boolean givesBytes(Node sum) {
        List<Node> next = readers.getOrDefault(sum.name(), List.of());
        return values.scale(sum.name()) != null
                || next.size() == 1
                        && next.get(0).operation() instanceof Activate
                        && values.scale(next.get(0).name()) != null;
    }
}
