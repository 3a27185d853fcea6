package io.slidestream.networks.dl4j.graph;

import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.layers.feedforward.dense.DenseLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.deeplearning4j.nn.workspace.ArrayType;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.DynamicCustomOp;
import org.nd4j.linalg.api.ops.impl.scalar.RectifiedLinear;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * A dense layer by oneDNN's matrix product, a row for each patch.
 *
 * <p>Deeplearning4j's own multiplies with OpenBLAS, which sums in another order in another row, so that a patch's scores
 * changed in the last bits with its place in the batch (measured: 5e-6, at batch 32 and one thread). oneDNN sums all rows
 * alike, of {@value #LEAST_ROWS} to {@value #MOST_ROWS}; a single one, or a hundred and more, in other orders, hence the
 * parts. And it reads weights that lie row by row as they lie: as a convolution, whose weights it puts into its own order
 * in each call, AlexNet's 9,216 × 4,096 took 91 ms for 64 patches, so 29.
 */
final class ServedDenseLayer extends DenseLayer {
    private static final int LEAST_ROWS = 2;
    private static final int MOST_ROWS = 64;
    private static final long serialVersionUID = 1L;

    ServedDenseLayer(NeuralNetConfiguration configuration, DataType type) {
        super(configuration, type);
    }

    @Override
    public INDArray activate(boolean training, LayerWorkspaceMgr workspaces) {
        long rows = input.size(0);
        INDArray weights = getParam(DefaultParamInitializer.WEIGHT_KEY);
        INDArray activations = workspaces.createUninitialized(
                ArrayType.ACTIVATIONS, dataType, new long[] {rows, weights.size(1)}, 'c');
        if (rows < LEAST_ROWS) {
            INDArray twice = Nd4j.vstack(input, input);
            INDArray both = Nd4j.createUninitialized(dataType, LEAST_ROWS, weights.size(1));
            multiply(twice, weights, both);
            activations.assign(rows(both, 0, 1));
        } else {
            long parts = (rows + MOST_ROWS - 1) / MOST_ROWS;
            for (long part = 0; part < parts; part++) {
                long from = rows * part / parts;
                long to = rows * (part + 1) / parts;
                multiply(rows(input, from, to), weights, rows(activations, from, to));
            }
        }
        activations.addiRowVector(getParam(DefaultParamInitializer.BIAS_KEY));
        if (layerConf().getActivationFn() instanceof ActivationReLU) {
            Nd4j.exec(new RectifiedLinear(activations, activations, 0));
        }
        return activations;
    }

    private static void multiply(INDArray input, INDArray weights, INDArray output) {
        Nd4j.exec(DynamicCustomOp.builder("matmul")
                .addInputs(input, weights)
                .addOutputs(output)
                .build());
    }

    private static INDArray rows(INDArray array, long from, long to) {
        return array.get(NDArrayIndex.interval(from, to), NDArrayIndex.all());
    }
}
