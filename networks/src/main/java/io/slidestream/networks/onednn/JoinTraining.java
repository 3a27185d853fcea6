package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Shape;
import java.util.List;
import java.util.Objects;

/** Channels one after the other. */
final class JoinTraining {
    private final Primitives primitives;
    private final TrainingPrimitives training;
    private final StepSequence steps;
    private final TrainingValues values;

    JoinTraining(Primitives primitives, TrainingPrimitives training, StepSequence steps, TrainingValues values) {
        this.primitives = primitives;
        this.training = training;
        this.steps = steps;
        this.values = values;
    }

    /** Compiles the step forward and gives what compiles the steps back. */
    Runnable compile(Node node) {
        List<Value> sources = node.inputs().stream().map(values::value).toList();
        Pointer definition = primitives.concat(
                sources.stream().map(Value::descriptor).toList(), values.descriptor(Numbers.ANY, node.shape()));
        Value target = Value.fresh(Primitives.wanted(definition, Numbers.TARGET_OF));
        steps.join(node, definition, sources, target);
        values.put(node.name(), target);
        return () -> part(node, sources);
    }

    private void part(Node node, List<Value> sources) {
        Value delta = values.gradient(node.name());
        long from = 0;
        for (int i = 0; i < sources.size(); i++) {
            String name = node.inputs().get(i);
            Shape shape = values.shape(name);
            long[] sizes = {values.pictures(), shape.channels(), shape.height(), shape.width()};
            Pointer part = training.channels(delta.descriptor(), sizes, from);
            if (part == null) {
                delta = steps.laid(delta, values.descriptor(Numbers.NCHW, values.shape(node.name())));
                part = Objects.requireNonNull(training.channels(delta.descriptor(), sizes, from));
            }
            Value own = Value.fresh(sources.get(i).descriptor());
            steps.copy(Value.shared(part, delta.block(), delta.offset()), own);
            values.give(name, own);
            from += shape.channels();
        }
    }
}
