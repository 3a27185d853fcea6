package io.slidestream.networks.dl4j;

import io.slidestream.networks.weights.Tensor;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** One of a network whose layers are Deeplearning4j's. */
final class LayeredReplica extends Replica {
    private final Dl4jNetwork network;

    /** @param network owned from now on */
    LayeredReplica(Dl4jNetwork network, int from, int size) {
        super(network.graph(), from, size);
        this.network = network;
    }

    @Override
    float[] computeGradient(FloatBuffer patches, float[] labels, int classCount, long seed) {
        NativeThreads.use(1);
        drop(seed, from());
        int side = network.layout().sizePx();
        int floatsPerPatch = network.layout().floatsPerPatch();
        FloatBuffer own =
                patches.duplicate().clear().position(from() * floatsPerPatch).slice();
        float[] rows = Arrays.copyOfRange(labels, from() * classCount, (from() + size()) * classCount);
        try (FloatPointer pointer = new FloatPointer(own);
                INDArray planes = Nd4j.create(
                        Nd4j.createBuffer(pointer, (long) size() * floatsPerPatch, DataType.FLOAT),
                        new long[] {size(), 3, side, side});
                INDArray input = planes.permute(0, 2, 3, 1).dup('c');
                INDArray truth = Nd4j.create(rows, new long[] {size(), classCount}, 'c')) {
            graph().setInputs(input);
            graph().setLabels(truth);
            graph().computeGradientAndScore();
        } finally {
            graph().clearLayersStates();
        }
        return probabilities();
    }

    @Override
    List<ParameterRange> ranges() {
        List<ParameterRange> ranges = new ArrayList<>();
        long start = parameters().offset();
        String classifier = network.architecture().classifier();
        network.parameters().forEach((name, parameter) -> {
            for (INDArray part : parameter.parts()) {
                ranges.add(new ParameterRange(
                        name,
                        part.offset() - start,
                        part.length(),
                        name.endsWith(".weight"),
                        name.startsWith(classifier + ".")));
            }
        });
        return ranges;
    }

    @Override
    Map<String, Tensor> weights() {
        return network.weights();
    }

    @Override
    public void close() {
        network.close();
    }
}
