package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation.BatchNorm;
import io.slidestream.networks.graph.Operation.Scale;
import io.slidestream.networks.graph.Shape;
import io.slidestream.networks.onednn.Step.Argument;
import io.slidestream.networks.onednn.TrainingValues.Fused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;

/** Batch normalisation, trained or frozen, with a ReLU that follows. */
final class NormalizationTraining {
    private final TrainedTensors tensors;
    private final Primitives primitives;
    private final TrainingPrimitives training;
    private final Handles handles;
    private final StepSequence steps;
    private final TrainingValues values;
    private final List<TrainingProgram.Statistics> statistics = new ArrayList<>();

    NormalizationTraining(
            TrainedTensors tensors, Primitives primitives, Handles handles, StepSequence steps, TrainingValues values) {
        this.tensors = tensors;
        this.primitives = primitives;
        training = new TrainingPrimitives(primitives, handles);
        this.handles = handles;
        this.steps = steps;
        this.values = values;
    }

    /** What the normalisations will have found, once they have run. */
    List<TrainingProgram.Statistics> statistics() {
        return statistics;
    }

    /**
     * A normalisation in oneDNN's terms.
     *
     * @param back whether factors and summands have gradients, too
     * @param mean found or given, as the variance is
     * @param scale factor of each channel
     * @param shift summand of each channel
     */
    private record Form(
            int back, double epsilon, int flags, Argument mean, Argument variance, Argument scale, Argument shift) {}

    /** Compiles the step forward, which finds mean and variance, and gives what compiles the step back. */
    Runnable compile(Node node, BatchNorm layer) {
        Shape shape = values.shape(node.name());
        Pointer vector = primitives.descriptor(Numbers.VECTOR, shape.channels());
        Value mean = Value.fresh(vector);
        Value variance = Value.fresh(vector);
        Block scale = tensors.laid(layer.weight(), vector, vector, primitives, handles);
        Block shift = tensors.laid(layer.bias(), vector, vector, primitives, handles);
        statistics.add(new TrainingProgram.Statistics(
                layer.mean(),
                layer.variance(),
                mean.block(),
                variance.block(),
                (long) values.pictures() * shape.height() * shape.width()));
        Form form = new Form(
                Numbers.BACKWARD,
                layer.epsilon(),
                Numbers.USES_SCALE | Numbers.USES_SHIFT,
                mean.as(Numbers.MEAN),
                variance.as(Numbers.VARIANCE),
                new Argument(Numbers.SCALE, vector, scale, 0),
                new Argument(Numbers.SHIFT, vector, shift, 0));
        return compile(node, form, (scales, shifts) -> {
            values.accumulate(layer.weight(), scales);
            values.accumulate(layer.bias(), shifts);
        });
    }

    /**
     * Compiles a factor and a summand for each channel, as a normalisation of given mean 0 and variance 1: oneDNN has no quick product
     * with a number for each channel.
     */
    Runnable compile(Node node, Scale layer) {
        int channels = values.shape(node.name()).channels();
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        Form form = new Form(
                Numbers.BACKWARD_OF_DATA,
                0,
                Numbers.STATISTICS_GIVEN | Numbers.USES_SCALE | Numbers.USES_SHIFT,
                fixed(Numbers.MEAN, new float[channels]),
                fixed(Numbers.VARIANCE, ones),
                fixed(Numbers.SCALE, tensors.constant(layer.factor())),
                fixed(Numbers.SHIFT, tensors.constant(layer.shift())));
        return compile(node, form, (scales, shifts) -> {});
    }

    private Argument fixed(int index, float[] numbers) {
        Pointer vector = primitives.descriptor(Numbers.VECTOR, numbers.length);
        return new Argument(index, vector, Block.fixed(primitives.arranged(numbers, vector, vector)), 0);
    }

    /** @param gradients takes those of factors and summands */
    private Runnable compile(Node node, Form form, BiConsumer<Value, Value> gradients) {
        Fused fused = values.fused(node.name(), Activation.RELU::equals);
        int flags = form.flags() | (fused.activation() == null ? 0 : Numbers.ENDS_IN_RELU);
        Value source = values.value(node.input());
        Pointer definition = training.normalization(source.descriptor(), form.epsilon(), flags);
        Value target = Value.fresh(source.descriptor());
        List<Argument> workspace = TrainingPrimitives.workspace(definition);
        List<Argument> arguments = new ArrayList<>(List.of(
                source.as(Numbers.SOURCE),
                target.as(Numbers.TARGET),
                form.mean(),
                form.variance(),
                form.scale(),
                form.shift()));
        arguments.addAll(workspace);
        steps.add(node, definition, arguments);
        values.keep(node.input());
        values.finish(fused, target);
        return () -> {
            Pointer reverse =
                    training.normalizationBack(form.back(), source.descriptor(), form.epsilon(), flags, definition);
            Value delta = steps.laid(values.gradient(fused.name()), source.descriptor());
            Value result = Value.fresh(source.descriptor());
            Value scales = Value.fresh(form.scale().descriptor());
            Value shifts = Value.fresh(form.shift().descriptor());
            List<Argument> all = new ArrayList<>(List.of(
                    source.as(Numbers.SOURCE),
                    form.mean(),
                    form.variance(),
                    delta.as(Numbers.TARGET_GRADIENT),
                    form.scale(),
                    result.as(Numbers.SOURCE_GRADIENT),
                    scales.as(Numbers.SCALE_GRADIENT),
                    shifts.as(Numbers.SHIFT_GRADIENT)));
            all.addAll(workspace);
            steps.add(node, reverse, all);
            gradients.accept(scales, shifts);
            values.give(node.input(), result);
        };
    }
}
