package io.slidestream.networks.dl4j.graph;

import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation;
import io.slidestream.networks.graph.Operation.Activate;
import io.slidestream.networks.graph.Operation.Add;
import io.slidestream.networks.graph.Operation.Average;
import io.slidestream.networks.graph.Operation.Concat;
import io.slidestream.networks.graph.Operation.Flatten;
import io.slidestream.networks.graph.Operation.GlobalAverage;
import io.slidestream.networks.graph.Operation.LocalResponse;
import io.slidestream.networks.graph.Operation.Maximum;
import io.slidestream.networks.graph.Operation.Multiply;
import io.slidestream.networks.graph.Operation.Outside;
import io.slidestream.networks.graph.Operation.Scale;
import io.slidestream.networks.graph.Pooling;
import io.slidestream.networks.graph.ServedNetwork;
import io.slidestream.networks.graph.Window;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.transforms.pairwise.arithmetic.AddOp;
import org.nd4j.linalg.factory.Nd4j;

/** The steps that have no parameters, on pictures [N, height, width, channels]. */
final class Steps {
    private static final int NHWC = 1;
    private static final int CHANNELS = 3;

    private Steps() {}

    /** @param activation of what the step gives, or null */
    static Step of(Node node, ServedNetwork served, @Nullable Activation activation) {
        Step step = plain(node, served);
        return activation == null
                ? step
                : (inputs, workspaces) -> Pointwise.apply(activation, step.compute(inputs, workspaces));
    }

    private static Step plain(Node node, ServedNetwork served) {
        Operation operation = node.operation();
        if (operation instanceof Activate activate) {
            return (inputs, workspaces) -> Pointwise.apply(activate.function(), copy(inputs[0], workspaces));
        } else if (operation instanceof Scale scale) {
            float[] factors = served.tensor(scale.factor()).values();
            float[] shifts = served.tensor(scale.shift()).values();
            return (inputs, workspaces) -> {
                INDArray output = copy(inputs[0], workspaces);
                Pointwise.pixels(output, factors.length, (pixel, place) -> {
                    for (int c = 0; c < pixel.length; c++) {
                        pixel[c] = pixel[c] * factors[c] + shifts[c];
                    }
                });
                return output;
            };
        } else if (operation instanceof Maximum pool) {
            Window window = Pooling.whole(
                    pool.window(), pool.rounding(), served.network().shape(node.input()));
            return (inputs, workspaces) -> pooled("maxpool2d", window, 0, -Float.MAX_VALUE, inputs[0], workspaces);
        } else if (operation instanceof Average pool) {
            Window window = Pooling.whole(
                    pool.window(), pool.rounding(), served.network().shape(node.input()));
            if (!window.isSymmetric()) {
                throw new IllegalArgumentException("Deeplearning4j has no mean over a part of a window (" + node.name()
                        + "): choose the engine onnxruntime");
            }
            int counted = pool.outside() == Outside.COUNTED ? 1 : 0;
            return (inputs, workspaces) -> pooled("avgpool2d", window, counted, 0, inputs[0], workspaces);
        } else if (operation instanceof GlobalAverage) {
            return Steps::mean;
        } else if (operation instanceof Flatten) {
            return Steps::flat;
        } else if (operation instanceof Add) {
            return (inputs, workspaces) -> {
                INDArray output = like(inputs[0], workspaces);
                Nd4j.exec(new AddOp(inputs[0], inputs[1], output));
                return output;
            };
        } else if (operation instanceof Multiply) {
            return Steps::weighed;
        } else if (operation instanceof Concat) {
            return Steps::joined;
        } else if (operation instanceof LocalResponse) {
            return Steps::normalized;
        }
        throw new IllegalArgumentException(
                "Deeplearning4j does not compute " + node.name() + " of this network: choose the engine onnxruntime");
    }

    private static INDArray pooled(
            String operator, Window window, int extra, float outside, INDArray input, LayerWorkspaceMgr workspaces) {
        boolean symmetric = window.isSymmetric();
        INDArray picture = symmetric ? input : Padding.around(input, window, outside, workspaces);
        INDArray output = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS,
                input.dataType(),
                new long[] {
                    input.size(0),
                    window.rows((int) input.size(1)),
                    window.columns((int) input.size(2)),
                    input.size(CHANNELS)
                },
                'c');
        Nd4j.exec(DynamicCustomOp.builder(operator)
                .addInputs(picture)
                .addOutputs(output)
                .addIntegerArguments(
                        window.height(),
                        window.width(),
                        window.stride(),
                        window.stride(),
                        symmetric ? window.top() : 0,
                        symmetric ? window.left() : 0,
                        1,
                        1,
                        0,
                        extra,
                        NHWC)
                .build());
        return output;
    }

    private static INDArray mean(INDArray[] inputs, LayerWorkspaceMgr workspaces) {
        INDArray input = inputs[0];
        int channels = (int) input.size(CHANNELS);
        int places = (int) (input.size(1) * input.size(2));
        INDArray output = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS, input.dataType(), new long[] {input.size(0), 1, 1, channels}, 'c');
        double[] sums = new double[channels];
        float[] means = new float[channels];
        Pointwise.read(input, channels, (pixel, place) -> {
            for (int c = 0; c < pixel.length; c++) {
                sums[c] += pixel[c];
            }
            if (place % places == places - 1) {
                for (int c = 0; c < means.length; c++) {
                    means[c] = (float) (sums[c] / places);
                    sums[c] = 0;
                }
                Pointwise.numbers(output).put(place / places * channels, means);
            }
        });
        return output;
    }

    /** Channel by channel, as PyTorch counts. */
    private static INDArray flat(INDArray[] inputs, LayerWorkspaceMgr workspaces) {
        INDArray input = inputs[0];
        long count = input.length() / input.size(0);
        return workspaces
                .dup(ArrayType.ACTIVATIONS, input.rank() == 4 ? input.permute(0, 3, 1, 2) : input, 'c')
                .reshape('c', input.size(0), count);
    }

    private static INDArray weighed(INDArray[] inputs, LayerWorkspaceMgr workspaces) {
        INDArray output = copy(inputs[0], workspaces);
        int channels = (int) output.size(CHANNELS);
        int places = (int) (output.size(1) * output.size(2));
        float[] factors = new float[channels];
        Pointwise.pixels(output, channels, (pixel, place) -> {
            if (place % places == 0) {
                Pointwise.numbers(inputs[1]).get(place / places * channels, factors);
            }
            for (int c = 0; c < pixel.length; c++) {
                pixel[c] *= factors[c];
            }
        });
        return output;
    }

    private static INDArray joined(INDArray[] inputs, LayerWorkspaceMgr workspaces) {
        long[] shape = inputs[0].shape().clone();
        shape[CHANNELS] = 0;
        for (INDArray input : inputs) {
            shape[CHANNELS] += input.size(CHANNELS);
        }
        INDArray output = workspaces.createUninitialized(ArrayType.ACTIVATIONS, inputs[0].dataType(), shape, 'c');
        Nd4j.exec(DynamicCustomOp.builder("concat")
                .addInputs(inputs)
                .addOutputs(output)
                .addIntegerArguments(CHANNELS)
                .build());
        return output;
    }

    private static INDArray normalized(INDArray[] inputs, LayerWorkspaceMgr workspaces) {
        INDArray output = copy(inputs[0], workspaces);
        NormalizationKernel kernel = new NormalizationKernel((int) output.size(CHANNELS), 1);
        Pointwise.pixels(output, kernel.length(), (pixel, place) -> kernel.forward(pixel));
        return output;
    }

    private static INDArray like(INDArray input, LayerWorkspaceMgr workspaces) {
        return workspaces.createUninitialized(ArrayType.ACTIVATIONS, input.dataType(), input.shape(), 'c');
    }

    private static INDArray copy(INDArray input, LayerWorkspaceMgr workspaces) {
        return workspaces.dup(ArrayType.ACTIVATIONS, input, 'c');
    }
}
