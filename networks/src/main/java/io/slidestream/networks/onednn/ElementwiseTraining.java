package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Shape;
import io.slidestream.networks.onednn.Primitives.After;
import io.slidestream.networks.onednn.TrainingValues.Fused;
import java.util.List;

/** What is computed number by number, of one value or of two: functions, sums, weighed channels. */
final class ElementwiseTraining {
    private final Primitives primitives;
    private final TrainingPrimitives training;
    private final StepSequence steps;
    private final TrainingValues values;

    ElementwiseTraining(Primitives primitives, TrainingPrimitives training, StepSequence steps, TrainingValues values) {
        this.primitives = primitives;
        this.training = training;
        this.steps = steps;
        this.values = values;
    }

    /** Compiles the step forward and gives what compiles the step back. */
    Runnable activation(Node node, Activation function) {
        Value source = values.value(node.input());
        boolean byTarget = TrainingPrimitives.byTarget(function);
        Value target = byTarget && values.isFree(node.input()) ? source : Value.fresh(source.descriptor());
        steps.add(
                node,
                training.eltwise(function, source.descriptor()),
                List.of(source.as(Numbers.SOURCE), target.as(Numbers.TARGET)));
        values.put(node.name(), target);
        values.keep(byTarget ? node.name() : node.input());
        return () -> {
            Value delta = steps.laid(values.gradient(node.name()), source.descriptor());
            values.give(node.input(), derived(function, byTarget ? target : source, delta));
        };
    }

    /** The gradient before the function that a step took in. */
    Value masked(Fused fused, Value target) {
        Value gradient = values.gradient(fused.name());
        Activation function = fused.activation();
        return function == null ? gradient : derived(function, target, steps.laid(gradient, target.descriptor()));
    }

    /** The gradient before a function, from that behind it; over it, where nobody else reads that. */
    private Value derived(Activation function, Value data, Value delta) {
        Value result = values.over(delta);
        steps.add(
                training.eltwiseBack(function, data.descriptor()),
                List.of(
                        data.as(TrainingPrimitives.byTarget(function) ? Numbers.TARGET : Numbers.SOURCE),
                        delta.as(Numbers.TARGET_GRADIENT),
                        result.as(Numbers.SOURCE_GRADIENT)));
        return result;
    }

    /** Compiles a sum, with a function that follows, and gives what compiles the step back. */
    Runnable sum(Node node) {
        Fused fused = values.fused(node.name(), TrainingPrimitives::byTarget);
        String one = node.input();
        String other = node.inputs().get(1);
        Value first = values.value(one);
        Value second = steps.laid(values.value(other), first.descriptor());
        Value target = values.isFree(one) && !one.equals(other) ? first : Value.fresh(first.descriptor());
        values.combine(Numbers.ADD, fused.afters(), first, second, target);
        values.finish(fused, target);
        if (fused.activation() != null) {
            values.keep(fused.name());
        }
        return () -> {
            Value delta = masked(fused, target);
            Value both = Value.shared(delta.descriptor(), delta.block(), delta.offset());
            values.give(one, both);
            values.give(other, both);
        };
    }

    /** Compiles the product of a picture with a number for each channel and gives what compiles the steps back. */
    Runnable product(Node node) {
        String picture = node.input();
        String each = node.inputs().get(1);
        Value first = values.value(picture);
        Value second = values.value(each);
        Value target = Value.fresh(first.descriptor());
        steps.add(
                node,
                primitives.binary(Numbers.MULTIPLY, first.descriptor(), second.descriptor(), List.of()),
                List.of(first.as(Numbers.SOURCE), second.as(Numbers.SECOND_SOURCE), target.as(Numbers.TARGET)));
        values.put(node.name(), target);
        values.keep(picture);
        values.keep(each);
        return () -> {
            Value delta = steps.laid(values.gradient(node.name()), first.descriptor());
            Value products = Value.fresh(first.descriptor());
            values.combine(Numbers.MULTIPLY, List.of(), first, delta, products);
            Value sums = Value.fresh(second.descriptor());
            steps.add(
                    sumOver(values.shape(picture), products, sums),
                    List.of(products.as(Numbers.SOURCE), sums.as(Numbers.TARGET)));
            values.give(each, sums);
            Value result = values.over(delta);
            steps.add(
                    primitives.binary(Numbers.MULTIPLY, delta.descriptor(), second.descriptor(), List.of()),
                    List.of(delta.as(Numbers.SOURCE), second.as(Numbers.SECOND_SOURCE), result.as(Numbers.TARGET)));
            values.give(picture, result);
        };
    }

    /** The mean times the number of places. */
    private Pointer sumOver(Shape shape, Value products, Value sums) {
        PoolingKind mean = PoolingKind.everywhere(shape);
        List<After> whole = List.of(new After.Linear(shape.height() * shape.width(), 0));
        return primitives.pooling(mean, products.descriptor(), sums.descriptor(), whole);
    }
}
