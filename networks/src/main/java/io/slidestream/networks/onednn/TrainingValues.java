package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation.Activate;
import io.slidestream.networks.graph.Shape;
import io.slidestream.networks.onednn.Primitives.After;
import io.slidestream.networks.onednn.Step.Argument;
import io.slidestream.networks.onednn.TrainedNumbers.Copy;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Where the values of some pictures lie on the way forward, and their gradients on the way back. */
final class TrainingValues {
    private final Stretch stretch;
    private final TrainedTensors tensors;
    private final int pictures;
    private final Primitives primitives;
    private final Handles handles;
    private final StepSequence steps;
    private final Map<String, List<Node>> readers;
    private final Map<String, Value> known = new HashMap<>();
    /** Values that the step that gives them reads again on the way back. */
    private final Set<String> kept = new HashSet<>(Set.of(Network.INPUT));

    private final Map<String, Value> gradients = new HashMap<>();
    private final Set<String> done = new HashSet<>();

    TrainingValues(
            Stretch stretch,
            TrainedTensors tensors,
            int pictures,
            Primitives primitives,
            Handles handles,
            StepSequence steps) {
        this.stretch = stretch;
        this.tensors = tensors;
        this.pictures = pictures;
        this.primitives = primitives;
        this.handles = handles;
        this.steps = steps;
        readers = stretch.readers();
    }

    int pictures() {
        return pictures;
    }

    Shape shape(String name) {
        return stretch.shape(name);
    }

    Pointer descriptor(int tag, Shape shape) {
        return primitives.descriptor(tag, pictures, shape.channels(), shape.height(), shape.width());
    }

    Value value(String name) {
        return Objects.requireNonNull(known.get(name), name);
    }

    /** Makes a value known. */
    void put(String name, Value value) {
        known.put(name, value);
    }

    /** Keeps a value for the way back. */
    void keep(String name) {
        kept.add(name);
    }

    /** Whether a step before does it. */
    boolean isDone(Node node) {
        return done.contains(node.name());
    }

    /** Whether the step that alone reads a value may write over it. */
    boolean isFree(String name) {
        return onlyReader(name) != null && !kept.contains(name) && !value(name).shared();
    }

    private @Nullable Node onlyReader(String name) {
        List<Node> next = readers.getOrDefault(name, List.of());
        return next.size() == 1 && !stretch.isOutput(name) ? next.get(0) : null;
    }

    /** What a step and the function that alone reads it give together. */
    record Fused(String name, @Nullable Activation activation) {
        List<After> afters() {
            return activation == null ? List.of() : List.of(new After.Function(activation));
        }
    }

    /** Takes in a function that alone reads what a step gives, if it is one of these. */
    Fused fused(String name, Predicate<Activation> functions) {
        Node next = onlyReader(name);
        if (next != null && next.operation() instanceof Activate activate && functions.test(activate.function())) {
            return new Fused(next.name(), activate.function());
        }
        return new Fused(name, null);
    }

    /** Makes a value known, and what a step took in done. */
    void finish(Fused fused, Value target) {
        known.put(fused.name(), target);
        if (fused.activation() != null) {
            done.add(fused.name());
        }
    }

    /** A value's gradient, once all have given to it. */
    Value gradient(String name) {
        return Objects.requireNonNull(gradients.remove(name), name);
    }

    /** Where a step back may write: over what it reads, where nobody else does. */
    Value over(Value delta) {
        return delta.shared() ? Value.fresh(delta.descriptor()) : delta;
    }

    /** Adds to a value's gradient. */
    void give(String name, Value more) {
        if (name.equals(Network.INPUT)) {
            return;
        }
        Value before = gradients.get(name);
        if (before == null) {
            gradients.put(name, more);
            return;
        }
        Value other = steps.laid(more, before.descriptor());
        Value first = before.shared() ? other : before;
        Value second = before.shared() ? before : other;
        Value target = over(first);
        combine(Numbers.ADD, List.of(), first, second, target);
        gradients.put(name, target);
    }

    /** Adds to a tensor's gradient. */
    void accumulate(String tensor, Value product) {
        Copy sum = tensors.trained(tensor).summed(product.descriptor(), handles);
        Value so = new Value(sum.descriptor(), sum.block());
        combine(Numbers.ADD, List.of(), so, product, so);
    }

    /** Combines two values that lie alike, taken as two rows of numbers. */
    void combine(int algorithm, List<After> afters, Value first, Value second, Value target) {
        Pointer flat = primitives.descriptor(Numbers.VECTOR, Primitives.bytes(first.descriptor()) / Float.BYTES);
        steps.add(
                primitives.binary(algorithm, flat, flat, afters),
                List.of(
                        new Argument(Numbers.SOURCE, flat, first.block(), first.offset()),
                        new Argument(Numbers.SECOND_SOURCE, flat, second.block(), second.offset()),
                        new Argument(Numbers.TARGET, flat, target.block(), target.offset())));
    }
}
