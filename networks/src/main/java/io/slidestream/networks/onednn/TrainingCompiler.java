package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation;
import io.slidestream.networks.graph.Operation.Activate;
import io.slidestream.networks.graph.Operation.Add;
import io.slidestream.networks.graph.Operation.Average;
import io.slidestream.networks.graph.Operation.BatchNorm;
import io.slidestream.networks.graph.Operation.Concat;
import io.slidestream.networks.graph.Operation.Convolution;
import io.slidestream.networks.graph.Operation.Flatten;
import io.slidestream.networks.graph.Operation.GlobalAverage;
import io.slidestream.networks.graph.Operation.Maximum;
import io.slidestream.networks.graph.Operation.Multiply;
import io.slidestream.networks.graph.Operation.Scale;
import io.slidestream.networks.graph.Shape;
import java.util.ArrayDeque;
import java.util.Deque;

/*
 * A step forward says at once what the step back is; those are compiled in reverse once all are known. A value lives until
 * the last step that reads it, forward or back, and memory is shared by values that do not meet.
 */
/** Turns nodes into steps forward and back, each kind of node by a class of its own. */
final class TrainingCompiler {
    private final Stretch stretch;
    private final Handles handles;
    private final StepSequence steps;
    private final TrainingValues values;
    private final ConvolutionTraining convolutions;
    private final NormalizationTraining normalizations;
    private final PoolingTraining poolings;
    private final ElementwiseTraining elementwise;
    private final JoinTraining joins;

    /** @param pictures computed together */
    TrainingCompiler(Stretch stretch, TrainedTensors tensors, int pictures, Primitives primitives, Handles handles) {
        this.stretch = stretch;
        this.handles = handles;
        TrainingPrimitives training = new TrainingPrimitives(primitives, handles);
        steps = new StepSequence(primitives);
        values = new TrainingValues(stretch, tensors, pictures, primitives, handles, steps);
        elementwise = new ElementwiseTraining(primitives, training, steps, values);
        convolutions = new ConvolutionTraining(tensors, primitives, handles, steps, values, elementwise);
        normalizations = new NormalizationTraining(tensors, primitives, handles, steps, values);
        poolings = new PoolingTraining(training, steps, values);
        joins = new JoinTraining(primitives, training, steps, values);
    }

    /**
     * Compiles for pictures in NCHW.
     *
     * @throws OneDnnException if oneDNN does not compute a step
     * @throws IllegalArgumentException if a step has no gradient here
     */
    TrainingProgram compile() {
        Pointer pictures = values.descriptor(Numbers.NCHW, stretch.shape(Network.INPUT));
        values.put(Network.INPUT, Value.shared(pictures, Block.of(Block.Kind.INPUT), 0));
        Deque<Runnable> back = new ArrayDeque<>();
        for (Node node : stretch.nodes()) {
            if (!values.isDone(node)) {
                back.push(forward(node));
            }
        }
        String output = stretch.outputs().get(0).name();
        Pointer plain = values.descriptor(Numbers.NCHW, stretch.pictureOf(output));
        Value rows = Value.fresh(plain);
        steps.copy(values.value(output), rows);
        int forward = steps.size();
        Block given = Block.ofLane(Primitives.bytes(plain));
        given.usedBy(forward - 1);
        values.give(output, Value.shared(plain, given, 0));
        while (!back.isEmpty()) {
            back.pop().run();
        }
        return new TrainingProgram(steps.program(handles), forward, rows.block(), given, normalizations.statistics());
    }

    /** Compiles a step forward and gives what compiles it back. */
    private Runnable forward(Node node) {
        Operation operation = node.operation();
        Shape source = stretch.shape(node.input());
        if (operation instanceof Convolution layer) {
            return convolutions.compile(node, layer);
        } else if (operation instanceof BatchNorm layer) {
            return normalizations.compile(node, layer);
        } else if (operation instanceof Scale layer) {
            return normalizations.compile(node, layer);
        } else if (operation instanceof Activate activate) {
            return elementwise.activation(node, activate.function());
        } else if (operation instanceof Maximum pool) {
            return poolings.compile(node, PoolingKind.of(pool, source));
        } else if (operation instanceof Average pool) {
            return poolings.compile(node, PoolingKind.of(pool, source));
        } else if (operation instanceof GlobalAverage) {
            return poolings.compile(node, PoolingKind.everywhere(source));
        } else if (operation instanceof Add) {
            return elementwise.sum(node);
        } else if (operation instanceof Multiply) {
            return elementwise.product(node);
        } else if (operation instanceof Concat) {
            return joins.compile(node);
        } else if (operation instanceof Flatten) {
            values.put(node.name(), values.value(node.input()));
            values.keep(node.name());
            return () -> values.give(node.input(), values.gradient(node.name()));
        }
        throw new IllegalArgumentException(node.name() + " of this network cannot be trained here");
    }
}
