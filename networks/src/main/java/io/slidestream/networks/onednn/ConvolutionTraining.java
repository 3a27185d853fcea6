package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation.Convolution;
import io.slidestream.networks.onednn.Primitives.Sides;
import io.slidestream.networks.onednn.Step.Argument;
import io.slidestream.networks.onednn.TrainingValues.Fused;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Convolutions, with a function that follows. */
final class ConvolutionTraining {
    private final TrainedTensors tensors;
    private final Primitives primitives;
    private final TrainingPrimitives training;
    private final Handles handles;
    private final StepSequence steps;
    private final TrainingValues values;
    private final ElementwiseTraining elementwise;

    ConvolutionTraining(
            TrainedTensors tensors,
            Primitives primitives,
            Handles handles,
            StepSequence steps,
            TrainingValues values,
            ElementwiseTraining elementwise) {
        this.tensors = tensors;
        this.primitives = primitives;
        training = new TrainingPrimitives(primitives, handles);
        this.handles = handles;
        this.steps = steps;
        this.values = values;
        this.elementwise = elementwise;
    }

    /** A layer's weights: in the plain order, and in any that oneDNN likes. */
    private record Weights(String name, Pointer plain, Pointer any) {}

    /** Compiles the step forward and gives what compiles the steps back. */
    Runnable compile(Node node, Convolution layer) {
        Fused fused = values.fused(node.name(), TrainingPrimitives::byTarget);
        int[] shape = tensors.shape(layer.weight());
        ConvolutionWeights order = ConvolutionWeights.of(shape, layer.groups());
        Weights weights = new Weights(
                layer.weight(),
                primitives.descriptor(order.tag(), order.sizes()),
                primitives.descriptor(Numbers.ANY, order.sizes()));
        Pointer vector = layer.bias() == null ? null : primitives.descriptor(Numbers.VECTOR, shape[0]);
        Pointer definition = training.convolution(sides(node, weights, vector), layer.window(), fused.afters());
        Value source = steps.laid(values.value(node.input()), Primitives.wanted(definition, Numbers.SOURCE_OF));
        Value target = Value.fresh(Primitives.wanted(definition, Numbers.TARGET_OF));
        List<Argument> arguments = new ArrayList<>(
                List.of(source.as(Numbers.SOURCE), laid(weights, definition), target.as(Numbers.TARGET)));
        if (vector != null) {
            Block bias = tensors.laid(Objects.requireNonNull(layer.bias()), vector, vector, primitives, handles);
            arguments.add(new Argument(Numbers.BIAS, vector, bias, 0));
        }
        steps.add(node, definition, arguments);
        values.finish(fused, target);
        if (fused.activation() != null) {
            values.keep(fused.name());
        }
        return () -> {
            Value delta = elementwise.masked(fused, target);
            toWeights(node, layer, definition, weights, source, delta);
            if (!node.input().equals(Network.INPUT)) {
                toSource(node, layer, definition, weights, delta);
            }
        };
    }

    private void toWeights(Node node, Convolution layer, Pointer forward, Weights weights, Value source, Value delta) {
        String bias = layer.bias() != null && tensors.isTrained(layer.bias()) ? layer.bias() : null;
        Pointer vector = bias == null ? null : primitives.descriptor(Numbers.VECTOR, tensors.shape(layer.weight())[0]);
        Pointer definition = training.convolutionToWeights(sides(node, weights, vector), layer.window(), forward);
        Value seen = steps.laid(source, Primitives.wanted(definition, Numbers.SOURCE_OF));
        Value given = steps.laid(delta, Primitives.wanted(definition, Numbers.TARGET_GRADIENT_OF));
        Value product = Value.fresh(Primitives.wanted(definition, Numbers.WEIGHTS_GRADIENT_OF));
        List<Argument> arguments = new ArrayList<>(List.of(
                seen.as(Numbers.SOURCE), given.as(Numbers.TARGET_GRADIENT), product.as(Numbers.WEIGHTS_GRADIENT)));
        Value shifts = vector == null ? null : Value.fresh(vector);
        if (shifts != null) {
            arguments.add(shifts.as(Numbers.BIAS_GRADIENT));
        }
        steps.add(node, definition, arguments);
        values.accumulate(layer.weight(), product);
        if (shifts != null) {
            values.accumulate(Objects.requireNonNull(bias), shifts);
        }
    }

    private void toSource(Node node, Convolution layer, Pointer forward, Weights weights, Value delta) {
        Pointer definition = training.convolutionToSource(sides(node, weights, null), layer.window(), forward);
        Value given = steps.laid(delta, Primitives.wanted(definition, Numbers.TARGET_GRADIENT_OF));
        Value result = Value.fresh(Primitives.wanted(definition, Numbers.SOURCE_GRADIENT_OF));
        steps.add(
                node,
                definition,
                List.of(
                        given.as(Numbers.TARGET_GRADIENT),
                        laid(weights, definition),
                        result.as(Numbers.SOURCE_GRADIENT)));
        values.give(node.input(), result);
    }

    private Sides sides(Node node, Weights weights, @Nullable Pointer bias) {
        return new Sides(
                values.descriptor(Numbers.ANY, values.shape(node.input())),
                weights.any(),
                bias,
                values.descriptor(Numbers.ANY, values.shape(node.name())));
    }

    private Argument laid(Weights weights, Pointer definition) {
        Pointer wanted = Primitives.wanted(definition, Numbers.WEIGHTS_OF);
        Block block = tensors.laid(weights.name(), weights.plain(), wanted, primitives, handles);
        return new Argument(Numbers.WEIGHTS, wanted, block, 0);
    }
}
