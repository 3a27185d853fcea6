package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation.Scale;
import io.slidestream.networks.graph.ServedNetwork;
import io.slidestream.networks.onednn.Fusion.Fused;
import io.slidestream.networks.onednn.Fusion.Sums;
import io.slidestream.networks.onednn.Primitives.After;
import io.slidestream.networks.onednn.Step.Argument;
import java.util.List;
import java.util.stream.Stream;

/** What is computed number by number, of one value or of two: functions, sums, weighed channels, normalisations. */
final class ElementwiseSteps {
    private final ServedNetwork network;
    private final Primitives primitives;
    private final StepSequence steps;
    private final Values values;
    private final Fusion fusion;

    ElementwiseSteps(ServedNetwork network, Primitives primitives, StepSequence steps, Values values, Fusion fusion) {
        this.network = network;
        this.primitives = primitives;
        this.steps = steps;
        this.values = values;
        this.fusion = fusion;
    }

    void activation(Node node, Activation function) {
        Value source = values.takenAsFloats(node.input());
        Pointer definition = primitives.eltwise(function, source.descriptor());
        Value target = values.over(node.name(), node.input(), source);
        steps.add(node, definition, List.of(source.as(Numbers.SOURCE), target.as(Numbers.TARGET)));
        values.finish(node.name(), target);
    }

    void localResponse(Node node) {
        Value source = values.takenAsFloats(node.input());
        Value target = Value.fresh(source.descriptor());
        Pointer definition = primitives.localResponse(source.descriptor());
        steps.add(node, definition, List.of(source.as(Numbers.SOURCE), target.as(Numbers.TARGET)));
        values.finish(node.name(), target);
    }

    void scale(Node node, Scale scale) {
        Pointer each =
                primitives.descriptor(Numbers.NCHW, 1, values.shape(node.name()).channels(), 1, 1);
        Fused fused = fusion.following(node.name(), Sums.NONE);
        Value source = values.takenAsFloats(node.input());
        Pointer definition =
                primitives.binary(Numbers.MULTIPLY, source.descriptor(), each, shifted(each, fused.afters()));
        Pointer factors = primitives.arranged(network.tensor(scale.factor()).values(), each, each);
        Pointer shifts = primitives.arranged(network.tensor(scale.shift()).values(), each, each);
        Value target = values.over(fused.name(), node.input(), source);
        steps.add(
                node,
                definition,
                List.of(
                        source.as(Numbers.SOURCE),
                        new Argument(Numbers.SECOND_SOURCE, each, Block.fixed(factors), 0),
                        new Argument(Numbers.OPERAND_AFTER | Numbers.SECOND_SOURCE, each, Block.fixed(shifts), 0),
                        target.as(Numbers.TARGET)));
        values.finish(fused.name(), target);
    }

    private static List<After> shifted(Pointer each, List<After> afters) {
        return Stream.concat(Stream.of(new After.Shift(each)), afters.stream()).toList();
    }

    void sum(Node node) {
        two(node, Numbers.ADD);
    }

    void product(Node node) {
        two(node, Numbers.MULTIPLY);
    }

    private void two(Node node, int algorithm) {
        Fused fused = fusion.following(node.name(), Sums.NONE);
        Value first = values.takenAsFloats(node.input());
        String other = node.inputs().get(1);
        Value second = values.takenAsFloats(other);
        if (algorithm == Numbers.ADD) {
            second = steps.laid(second, first.descriptor());
        }
        Pointer definition = primitives.binary(algorithm, first.descriptor(), second.descriptor(), fused.afters());
        Value target = other.equals(node.input())
                ? Value.fresh(first.descriptor())
                : values.over(fused.name(), node.input(), first);
        steps.add(
                node,
                definition,
                List.of(first.as(Numbers.SOURCE), second.as(Numbers.SECOND_SOURCE), target.as(Numbers.TARGET)));
        values.finish(fused.name(), target);
    }
}
