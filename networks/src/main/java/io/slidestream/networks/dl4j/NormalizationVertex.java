package io.slidestream.networks.dl4j;

import io.slidestream.networks.dl4j.graph.NormalizationKernel;
import io.slidestream.networks.dl4j.graph.PlainVertex;
import java.nio.FloatBuffer;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** {@link NormalizationKernel} at work in a graph. */
final class NormalizationVertex extends PlainVertex {
    private static final long serialVersionUID = 1L;

    private final CNN2DFormat format;

    NormalizationVertex(ComputationGraph graph, String name, int index, CNN2DFormat format, DataType dataType) {
        super(graph, name, index, dataType);
        this.format = format;
    }

    @Override
    public INDArray doForward(boolean training, LayerWorkspaceMgr workspaces) {
        INDArray output = workspaces.dup(ArrayType.ACTIVATIONS, inputs[0], 'c');
        NormalizationKernel kernel = kernel(output);
        FloatBuffer numbers = numbers(output);
        float[] block = new float[kernel.length()];
        for (int at = 0; at < numbers.capacity(); at += block.length) {
            numbers.get(at, block);
            kernel.forward(block);
            numbers.put(at, block);
        }
        return output;
    }

    @Override
    public Pair<Gradient, INDArray[]> doBackward(boolean truncated, LayerWorkspaceMgr workspaces) {
        INDArray gradient = workspaces.dup(ArrayType.ACTIVATION_GRAD, epsilon, 'c');
        INDArray input = inputs[0].ordering() == 'c' && !inputs[0].isView() ? inputs[0] : inputs[0].dup('c');
        NormalizationKernel kernel = kernel(gradient);
        FloatBuffer errors = numbers(gradient);
        FloatBuffer activations = numbers(input);
        float[] error = new float[kernel.length()];
        float[] block = new float[kernel.length()];
        for (int at = 0; at < errors.capacity(); at += error.length) {
            errors.get(at, error);
            activations.get(at, block);
            kernel.backward(block, error);
            errors.put(at, error);
        }
        return new Pair<>(null, new INDArray[] {gradient});
    }

    private NormalizationKernel kernel(INDArray activations) {
        return switch (format) {
            case NCHW ->
                new NormalizationKernel((int) activations.size(1), (int) (activations.size(2) * activations.size(3)));
            case NHWC -> new NormalizationKernel((int) activations.size(3), 1);
        };
    }

    /** View of the array's native memory, to be read and written in place. */
    private static FloatBuffer numbers(INDArray array) {
        if (array.dataType() != DataType.FLOAT) {
            throw new IllegalStateException("activations are " + array.dataType() + ", single precision is computed");
        }
        return new FloatPointer(array.data().addressPointer())
                .capacity(array.length())
                .asBuffer();
    }
}
