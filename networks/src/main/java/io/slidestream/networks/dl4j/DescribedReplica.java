package io.slidestream.networks.dl4j;

import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.BatchNormUse;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation.Activate;
import io.slidestream.networks.graph.Operation.Dense;
import io.slidestream.networks.graph.Operation.Dropout;
import io.slidestream.networks.graph.Operation.Flatten;
import io.slidestream.networks.onednn.TrainedTrunk;
import io.slidestream.networks.onednn.TrainedTrunk.Found;
import io.slidestream.networks.onednn.TrainedTrunk.Trained;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.weights.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * One of a described network: its trunk is one vertex that oneDNN computes, the dense layers behind it are Deeplearning4j's.
 * Its part of a batch goes through in passes of a few patches, so that no more of them need memory at a time.
 */
final class DescribedReplica extends Replica {
    /** Share that a running statistic takes of each batch's, as PyTorch has it by default. */
    private static final double MOMENTUM = 0.1;

    private static final String TRUNK = "trunk";

    private final Network network;
    private final Map<String, Tensor> start;
    private final TrainedTrunk trunk;
    private final TrunkVertex vertex;
    private final List<Dense> dense;
    private final FloatBuffer room;

    private DescribedReplica(Made made, int from, int size) {
        super(made.graph(), from, size);
        network = made.network();
        start = made.weights();
        trunk = made.trunk();
        vertex = (TrunkVertex) made.graph().getVertex(TRUNK);
        dense = made.dense();
        room = ByteBuffer.allocateDirect(trunk.pictures() * floatsPerPatch() * Float.BYTES)
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
    }

    /** What a replica is made of. */
    private record Made(
            Network network,
            Map<String, Tensor> weights,
            TrainedTrunk trunk,
            List<Dense> dense,
            ComputationGraph graph) {}

    /**
     * @param dropout probability of an input to be dropped where the network's source does so
     * @param pass patches computed together
     * @throws IllegalArgumentException if the network cannot be trained
     */
    static DescribedReplica of(
            Network network,
            Map<String, Tensor> weights,
            BatchNormUse use,
            double dropout,
            int pass,
            int from,
            int size) {
        TrainedTrunk trunk = TrainedTrunk.of(network, weights, use, pass);
        try {
            List<Dense> dense = new ArrayList<>();
            ComputationGraph graph = new ComputationGraph(define(network, trunk, dropout, dense));
            graph.init();
            DescribedReplica replica =
                    new DescribedReplica(new Made(network, weights, trunk, List.copyOf(dense), graph), from, size);
            replica.load(weights);
            return replica;
        } catch (RuntimeException | Error e) {
            trunk.close();
            throw e;
        }
    }

    private static ComputationGraphConfiguration define(
            Network network, TrainedTrunk trunk, double dropout, List<Dense> dense) {
        ComputationGraphConfiguration.GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .weightInit(WeightInit.ZERO)
                .graphBuilder()
                .addInputs(Network.INPUT)
                .addVertex(TRUNK, new TrunkDefinition(trunk), Network.INPUT);
        String last = TRUNK;
        int width = trunk.width();
        double dropped = 0;
        List<Node> rest = trunk.rest();
        for (int i = 0; i < rest.size(); i++) {
            Node node = rest.get(i);
            if (node.operation() instanceof Dropout) {
                dropped = dropout;
            } else if (node.operation() instanceof Dense layer) {
                boolean clipped =
                        i + 1 < rest.size() && rest.get(i + 1).operation().equals(new Activate(Activation.RELU));
                DenseLayer made = new DenseLayer.Builder()
                        .nIn(width)
                        .nOut(node.shape().channels())
                        .hasBias(layer.bias() != null)
                        .activation(
                                clipped
                                        ? org.nd4j.linalg.activations.Activation.RELU
                                        : org.nd4j.linalg.activations.Activation.IDENTITY)
                        .build();
                if (dropped > 0) {
                    made.setIDropout(new SeededDropout(dropped));
                    dropped = 0;
                }
                builder.addLayer(layer.weight(), made, last);
                dense.add(layer);
                last = layer.weight();
                width = node.shape().channels();
                i += clipped ? 1 : 0;
            } else if (!(node.operation() instanceof Flatten)) {
                throw new IllegalArgumentException(network.label() + " cannot be trained in all its layers here: of "
                        + node.name() + " behind its convolutions no gradient is known");
            }
        }
        LossLayer loss = new LossLayer.Builder(new CrossEntropy())
                .activation(org.nd4j.linalg.activations.Activation.IDENTITY)
                .build();
        return builder.addLayer("loss", loss, last).setOutputs("loss").build();
    }

    private void load(Map<String, Tensor> weights) {
        INDArray all = vertex.params();
        float[] numbers = new float[Math.toIntExact(trunk.count())];
        for (Trained trained : trunk.trained()) {
            float[] values = tensor(weights, trained.name()).values();
            System.arraycopy(values, 0, numbers, Math.toIntExact(trained.from()), trained.count());
        }
        try (INDArray copy = Nd4j.createFromArray(numbers)) {
            all.assign(copy.reshape(all.shape()));
        }
        parameters(dense).forEach((name, parameter) -> parameter.load(tensor(weights, name), PatchLayout.Order.NCHW));
    }

    private static Tensor tensor(Map<String, Tensor> weights, String name) {
        Tensor tensor = weights.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("weights lack " + name);
        }
        return tensor;
    }

    private Map<String, Parameter> parameters(List<Dense> layers) {
        Map<String, Parameter> parameters = new LinkedHashMap<>();
        for (Dense layer : layers) {
            add(parameters, layer.weight(), graph().getLayer(layer.weight()).getParam("W"));
            if (layer.bias() != null) {
                add(parameters, layer.bias(), graph().getLayer(layer.weight()).getParam("b"));
            }
        }
        return parameters;
    }

    private void add(Map<String, Parameter> parameters, String name, INDArray array) {
        parameters.put(name, new Parameter(name, tensor(start, name).shape(), List.of(array)));
    }

    private int floatsPerPatch() {
        return 3 * network.sizePx() * network.sizePx();
    }

    @Override
    float[] computeGradient(FloatBuffer patches, float[] labels, int classCount, long seed) {
        NativeThreads.use(1);
        vertex.load();
        int pass = trunk.pictures();
        float[] probabilities = new float[size() * classCount];
        Map<Long, INDArray> sums = new HashMap<>();
        for (int at = 0; at < size(); at += pass) {
            int count = Math.min(pass, size() - at);
            drop(seed, from() + at);
            int first = (from() + at) * floatsPerPatch();
            room.clear();
            room.put(patches.duplicate()
                    .clear()
                    .limit(first + count * floatsPerPatch())
                    .position(first));
            while (room.hasRemaining()) {
                room.put(0); // patches without a label, whose gradient is nothing
            }
            float[] rows = new float[pass * classCount];
            System.arraycopy(labels, (from() + at) * classCount, rows, 0, count * classCount);
            pass(rows, classCount);
            System.arraycopy(probabilities(), 0, probabilities, at * classCount, count * classCount);
            add(sums);
        }
        give(sums);
        vertex.collect();
        return probabilities;
    }

    private void pass(float[] labels, int classCount) {
        int pass = trunk.pictures();
        int side = network.sizePx();
        try (FloatPointer pointer = new FloatPointer(room.duplicate().clear());
                INDArray input = Nd4j.create(
                        Nd4j.createBuffer(pointer, (long) pass * floatsPerPatch(), DataType.FLOAT),
                        new long[] {pass, 3, side, side});
                INDArray truth = Nd4j.create(labels, new long[] {pass, classCount}, 'c')) {
            graph().setInputs(input);
            graph().setLabels(truth);
            graph().computeGradientAndScore();
        } finally {
            graph().clearLayersStates();
        }
    }

    /** Sums the dense layers' gradients of all passes; the trunk does so itself. */
    private void add(Map<Long, INDArray> sums) {
        for (ParameterRange range : denseRanges()) {
            INDArray own = range.of(gradients());
            INDArray before = sums.get(range.from());
            if (before == null) {
                sums.put(range.from(), own.dup());
            } else {
                before.addi(own);
            }
        }
    }

    /** Puts the sums where the gradients of the last pass are. */
    private void give(Map<Long, INDArray> sums) {
        for (ParameterRange range : denseRanges()) {
            INDArray sum = sums.remove(range.from());
            if (sum != null) {
                range.of(gradients()).assign(sum);
                sum.close();
            }
        }
    }

    private List<ParameterRange> denseRanges() {
        List<ParameterRange> ranges = new ArrayList<>();
        long begin = parameters().offset();
        parameters(dense).forEach((name, parameter) -> {
            for (INDArray part : parameter.parts()) {
                ranges.add(new ParameterRange(
                        name,
                        part.offset() - begin,
                        part.length(),
                        name.endsWith(".weight"),
                        name.startsWith(network.classifier() + ".")));
            }
        });
        return ranges;
    }

    @Override
    List<ParameterRange> ranges() {
        List<ParameterRange> ranges = new ArrayList<>();
        long from = trunkFrom();
        for (Trained trained : trunk.trained()) {
            ranges.add(new ParameterRange(
                    trained.name(), from + trained.from(), trained.count(), trained.shape().length > 1, false));
        }
        ranges.addAll(denseRanges());
        return ranges;
    }

    private long trunkFrom() {
        return vertex.params().offset() - parameters().offset();
    }

    @Override
    Map<String, Tensor> weights() {
        Map<String, Tensor> weights = new TreeMap<>(start);
        float[] numbers = vertex.params().dup('c').data().asFloat();
        for (Trained trained : trunk.trained()) {
            int from = Math.toIntExact(trained.from());
            weights.put(
                    trained.name(),
                    new Tensor(trained.shape(), Arrays.copyOfRange(numbers, from, from + trained.count())));
        }
        parameters(dense).forEach((name, parameter) -> weights.put(name, parameter.tensor(PatchLayout.Order.NCHW)));
        return weights;
    }

    @Override
    Found found() {
        return trunk.takeStatistics();
    }

    @Override
    void learn(List<Found> found) {
        int passes = found.stream().mapToInt(Found::passes).sum();
        for (Trained trained : trunk.trained()) {
            double[] sums = new double[trained.count()];
            boolean any = false;
            for (Found part : found) {
                double[] of = part.sums().get(trained.name());
                any |= of != null;
                for (int i = 0; of != null && i < sums.length; i++) {
                    sums[i] += of[i];
                }
            }
            if (any) {
                average(trained, sums, passes);
            }
        }
    }

    private void average(Trained trained, double[] sums, int passes) {
        INDArray own = new ParameterRange(trained.name(), trunkFrom() + trained.from(), trained.count(), false, false)
                .of(parameters());
        float[] numbers = own.dup().data().asFloat();
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = (float) ((1 - MOMENTUM) * numbers[i] + MOMENTUM * sums[i] / passes);
        }
        try (INDArray copy = Nd4j.createFromArray(numbers)) {
            own.assign(copy);
        }
    }

    @Override
    public void close() {
        graph().close();
        trunk.close();
    }
}
