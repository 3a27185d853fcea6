package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.onednn.Step.Argument;
import java.util.ArrayList;
import java.util.List;

/** The largest and the mean under a window. */
final class PoolingTraining {
    private final TrainingPrimitives training;
    private final StepSequence steps;
    private final TrainingValues values;

    PoolingTraining(TrainingPrimitives training, StepSequence steps, TrainingValues values) {
        this.training = training;
        this.steps = steps;
        this.values = values;
    }

    /** Compiles the step forward and gives what compiles the step back. */
    Runnable compile(Node node, PoolingKind kind) {
        Value source = values.value(node.input());
        Pointer definition = training.pooling(kind, source.descriptor(), values.descriptor(Numbers.ANY, node.shape()));
        Value target = Value.fresh(Primitives.wanted(definition, Numbers.TARGET_OF));
        List<Argument> workspace = TrainingPrimitives.workspace(definition);
        List<Argument> arguments = new ArrayList<>(List.of(source.as(Numbers.SOURCE), target.as(Numbers.TARGET)));
        arguments.addAll(workspace);
        steps.add(node, definition, arguments);
        values.put(node.name(), target);
        return () -> {
            if (node.input().equals(Network.INPUT)) {
                return;
            }
            Value delta = steps.laid(values.gradient(node.name()), target.descriptor());
            Value result = Value.fresh(source.descriptor());
            Pointer reverse = training.poolingBack(kind, source.descriptor(), target.descriptor(), definition);
            List<Argument> all =
                    new ArrayList<>(List.of(delta.as(Numbers.TARGET_GRADIENT), result.as(Numbers.SOURCE_GRADIENT)));
            all.addAll(workspace);
            steps.add(node, reverse, all);
            values.give(node.input(), result);
        };
    }
}
