package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import io.slidestream.networks.graph.ByteLayer;
import io.slidestream.networks.graph.ByteScale;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation.Convolution;
import io.slidestream.networks.graph.QuantizedNetwork;
import io.slidestream.networks.graph.Shape;
import io.slidestream.networks.onednn.Fusion.Fused;
import io.slidestream.networks.onednn.Fusion.Sums;
import io.slidestream.networks.onednn.Primitives.Given;
import io.slidestream.networks.onednn.Primitives.Sides;
import io.slidestream.networks.onednn.Step.Argument;
import io.slidestream.networks.weights.Tensor;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Convolutions, in floats or in bytes, with the functions and the sum that follow. */
final class ConvolutionSteps {
    private final QuantizedNetwork network;
    private final ByteArithmetic arithmetic;
    private final Primitives primitives;
    private final StepSequence steps;
    private final Values values;
    private final Fusion fusion;

    ConvolutionSteps(
            QuantizedNetwork network,
            ByteArithmetic arithmetic,
            Primitives primitives,
            StepSequence steps,
            Values values,
            Fusion fusion) {
        this.network = network;
        this.arithmetic = arithmetic;
        this.primitives = primitives;
        this.steps = steps;
        this.values = values;
        this.fusion = fusion;
    }

    void compile(Node node, Convolution layer) {
        ByteLayer bytes = network.form().layer(layer.weight());
        ByteScale source = values.value(node.input()).scale();
        if (bytes != null && source != null && arithmetic == ByteArithmetic.INTEGERS) {
            ofBytes(node, layer, bytes, source);
        } else {
            ofFloats(node, layer);
        }
    }

    private void ofBytes(Node node, Convolution layer, ByteLayer bytes, ByteScale sourceScale) {
        Fused fused = fusion.following(node.name(), Sums.OF_BYTES);
        ByteScale targetScale = values.scale(fused.name());
        ByteScale summed =
                fused.summed() == null ? null : values.value(fused.summed()).scale();
        ByteConvolution whole =
                ByteConvolution.of(bytes, sourceScale, layer.window(), fused.afters(), summed, targetScale);
        Shape shape = values.shape(fused.name());
        ConvolutionWeights weights = ConvolutionWeights.of(bytes.shape(), layer.groups());
        Pointer each = primitives.descriptor(Numbers.VECTOR, bytes.outputs());
        Pointer one = primitives.typed(Numbers.INTEGERS, Numbers.VECTOR, 1);
        List<Given> given = new ArrayList<>();
        given.add(new Given(Numbers.SCALES | Numbers.WEIGHTS, weights.maskOfOutputs()));
        if (whole.givesZero()) {
            given.add(Given.zero(Numbers.SOURCE));
        }
        Pointer target = targetScale == null ? values.descriptor(Numbers.NHWC, shape) : values.inBytes(shape);
        Pointer definition = primitives.convolution(
                new Sides(
                        values.inBytes(values.shape(node.input())),
                        primitives.typed(Numbers.SIGNED_BYTES, Numbers.ANY, weights.sizes()),
                        each,
                        target),
                layer.window(),
                whole.afters(),
                given);
        Value source = values.taken(node.input());
        Pointer wanted = Primitives.wanted(definition, Numbers.WEIGHTS_OF);
        Pointer plain = primitives.typed(Numbers.SIGNED_BYTES, weights.tag(), weights.sizes());
        Pointer numbers = primitives.arranged(bytes.values(), plain, wanted);
        Value result = fused.summed() == null || targetScale == null
                ? new Value(target, Block.ofLane(Primitives.bytes(target)), 0, false, targetScale)
                : ontoBytes(fused.summed(), source, target, targetScale);
        List<Argument> arguments = new ArrayList<>(List.of(
                source.as(Numbers.SOURCE),
                new Argument(Numbers.WEIGHTS, wanted, Block.fixed(numbers), 0),
                new Argument(Numbers.BIAS, each, Block.fixed(primitives.kept(whole.biases())), 0),
                new Argument(Numbers.SCALES | Numbers.WEIGHTS, each, Block.fixed(primitives.kept(whole.factors())), 0),
                result.as(Numbers.TARGET)));
        if (whole.givesZero()) {
            Pointer zero = primitives.kept(sourceScale.zero());
            arguments.add(new Argument(Numbers.ZERO_POINTS | Numbers.SOURCE, one, Block.fixed(zero), 0));
        }
        steps.add(node, definition, arguments);
        values.finish(fused.name(), result);
    }

    /** The bytes that a step adds to, in the place where the sum is wanted. */
    private Value ontoBytes(String name, Value source, Pointer target, ByteScale scale) {
        Value summed = values.taken(name);
        if (values.isFree(name, summed) && summed.block() != source.block()) {
            return new Value(target, summed.block(), scale);
        }
        Value copy = new Value(target, Block.ofLane(Primitives.bytes(target)), scale);
        steps.copy(summed.uninterpreted(), copy.uninterpreted());
        return copy;
    }

    private void ofFloats(Node node, Convolution layer) {
        Fused fused = fusion.following(node.name(), Sums.OF_FLOATS);
        Tensor weight = network.served().tensor(layer.weight());
        ConvolutionWeights weights = ConvolutionWeights.of(weight.shape(), layer.groups());
        Pointer bias = primitives.descriptor(Numbers.VECTOR, weight.shape()[0]);
        Pointer definition = primitives.convolution(
                new Sides(
                        values.descriptor(Numbers.ANY, values.shape(node.input())),
                        primitives.descriptor(Numbers.ANY, weights.sizes()),
                        bias,
                        values.asked(fused.name())),
                layer.window(),
                fused.afters(),
                List.of());
        Value source = steps.laid(values.taken(node.input()), Primitives.wanted(definition, Numbers.SOURCE_OF));
        Pointer wanted = Primitives.wanted(definition, Numbers.WEIGHTS_OF);
        Pointer plain = primitives.descriptor(weights.tag(), weights.sizes());
        Pointer numbers = primitives.arranged(weight.values(), plain, wanted);
        Pointer shifts = primitives.arranged(
                network.served().tensor(Objects.requireNonNull(layer.bias())).values(), bias, bias);
        Pointer given = Primitives.wanted(definition, Numbers.TARGET_OF);
        Value target = fused.summed() == null ? values.target(fused.name(), given) : ontoFloats(fused, source, given);
        steps.add(
                node,
                definition,
                List.of(
                        source.as(Numbers.SOURCE),
                        new Argument(Numbers.WEIGHTS, wanted, Block.fixed(numbers), 0),
                        new Argument(Numbers.BIAS, bias, Block.fixed(shifts), 0),
                        target.as(Numbers.TARGET)));
        values.finish(fused.name(), target);
    }

    /** The value that a step adds to, in the place where the sum is wanted. */
    private Value ontoFloats(Fused fused, Value source, Pointer given) {
        String name = Objects.requireNonNull(fused.summed());
        Value summed = values.taken(name);
        boolean free = values.isFree(name, summed)
                && summed.block() != source.block()
                && !values.isPartOfAnother(fused.name());
        if (free && Primitives.same(summed.descriptor(), given)) {
            return new Value(summed.descriptor(), summed.block());
        }
        Value target = values.target(fused.name(), given);
        steps.copy(summed, target);
        return target;
    }
}
