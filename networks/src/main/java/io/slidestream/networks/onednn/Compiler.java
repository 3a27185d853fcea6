package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation;
import io.slidestream.networks.graph.Operation.Activate;
import io.slidestream.networks.graph.Operation.Add;
import io.slidestream.networks.graph.Operation.Average;
import io.slidestream.networks.graph.Operation.Concat;
import io.slidestream.networks.graph.Operation.Convolution;
import io.slidestream.networks.graph.Operation.Flatten;
import io.slidestream.networks.graph.Operation.GlobalAverage;
import io.slidestream.networks.graph.Operation.LocalResponse;
import io.slidestream.networks.graph.Operation.Maximum;
import io.slidestream.networks.graph.Operation.Multiply;
import io.slidestream.networks.graph.Operation.Scale;
import io.slidestream.networks.graph.QuantizedNetwork;
import io.slidestream.networks.graph.Shape;

/**
 * Turns nodes into steps, each kind of node by a class of its own, which says what becomes of bytes. {@link Fusion} knows which nodes
 * the step before does, {@link Values} where what they give lies.
 *
 * <p>Of a network in bytes convolutions, the largest under a window and joined channels stay bytes; for all other steps what is in
 * bytes is made floats, and what they give is made bytes again.
 */
final class Compiler {
    private final Stretch stretch;
    private final Handles handles;
    private final Primitives primitives;
    private final StepSequence steps;
    private final Values values;
    private final Fusion fusion;
    private final ConvolutionSteps convolutions;
    private final PoolingSteps poolings;
    private final ElementwiseSteps elementwise;
    private final JoinSteps joins;

    private Compiler(QuantizedNetwork network, Stretch stretch, ByteArithmetic arithmetic, Handles handles) {
        this.stretch = stretch;
        this.handles = handles;
        primitives = new Primitives(handles);
        steps = new StepSequence(primitives);
        values = new Values(stretch, network.form(), primitives, steps);
        fusion = new Fusion(stretch, values);
        convolutions = new ConvolutionSteps(network, arithmetic, primitives, steps, values, fusion);
        poolings = new PoolingSteps(primitives, steps, values, fusion);
        elementwise = new ElementwiseSteps(network.served(), primitives, steps, values, fusion);
        joins = new JoinSteps(primitives, steps, values, fusion, poolings);
    }

    /**
     * Compiles for one picture in NHWC, and for the number of threads that the calling thread's primitives use.
     *
     * @throws OneDnnException if oneDNN does not compute a step
     */
    static Program compile(QuantizedNetwork network, Stretch stretch, ByteArithmetic arithmetic) {
        Handles handles = new Handles();
        try {
            return new Compiler(network, stretch, arithmetic, handles).compile();
        } catch (RuntimeException | Error e) {
            handles.close();
            throw e;
        }
    }

    private Program compile() {
        Pointer picture = values.descriptor(Numbers.NHWC, stretch.shape(Network.INPUT));
        values.finish(Network.INPUT, Value.shared(picture, Block.of(Block.Kind.INPUT), 0));
        for (Node node : stretch.nodes()) {
            if (!fusion.isDone(node)) {
                compile(node);
            }
        }
        Block row = Block.of(Block.Kind.OUTPUT);
        for (Stretch.Output output : stretch.outputs()) {
            Pointer plain = values.descriptor(Numbers.NCHW, stretch.pictureOf(output.name()));
            Value value = values.value(output.name());
            steps.copy(value, Value.shared(plain, row, (long) output.from() * Float.BYTES));
        }
        return steps.program(handles);
    }

    private void compile(Node node) {
        Operation operation = node.operation();
        Shape source = stretch.shape(node.input());
        if (operation instanceof Convolution layer) {
            convolutions.compile(node, layer);
        } else if (operation instanceof Maximum pool) {
            poolings.compile(node, PoolingKind.of(pool, source));
        } else if (operation instanceof Average pool) {
            poolings.compile(node, PoolingKind.of(pool, source));
        } else if (operation instanceof GlobalAverage) {
            poolings.compile(node, PoolingKind.everywhere(source));
        } else if (operation instanceof Activate activate) {
            elementwise.activation(node, activate.function());
        } else if (operation instanceof LocalResponse) {
            elementwise.localResponse(node);
        } else if (operation instanceof Scale scale) {
            elementwise.scale(node, scale);
        } else if (operation instanceof Add) {
            elementwise.sum(node);
        } else if (operation instanceof Multiply) {
            elementwise.product(node);
        } else if (operation instanceof Concat) {
            joins.compile(node);
        } else if (operation instanceof Flatten) {
            values.flatten(node);
        } else {
            throw new IllegalStateException(node.name() + " should not be here");
        }
    }
}
