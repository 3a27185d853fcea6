package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import io.slidestream.networks.graph.BatchNormUse;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation.Convolution;
import io.slidestream.networks.onednn.Step.Argument;
import io.slidestream.networks.weights.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The part of a network before its dense layers, forward and back by oneDNN, for some pictures at a time. Gradients are summed
 * until they are collected. Uses the calling thread alone, and is for one thread at a time.
 *
 * <p>What is trained are the weights and biases of convolutions, and of batch normalisation where that is not frozen. Frozen
 * normalisation behind a convolution is computed in it and costs nothing.
 */
public final class TrainedTrunk implements AutoCloseable {
    private static final long FLOAT = Float.BYTES;

    private final TrainedTensors tensors;
    private final Stretch stretch;
    private final List<Node> rest;
    private final int pictures;
    private final TrainingProgram program;
    private final Lane lane;
    private final Transfer loading;
    private final Transfer collecting;
    private final Handles handles;
    private final Map<String, double[]> statistics = new HashMap<>();
    private int passes;

    /** Steps that move numbers between the plain order and that of primitives, some for each tensor. */
    private record Transfer(Lane lane, Map<String, int[]> ranges, Pointer plain, float[] numbers) {
        void run(String tensor) {
            int[] range = ranges.getOrDefault(tensor, new int[2]);
            lane.run(range[0], range[1]);
        }
    }

    private TrainedTrunk(TrainedTensors tensors, Stretch stretch, List<Node> rest, int pictures, Handles handles) {
        this.tensors = tensors;
        this.stretch = stretch;
        this.rest = rest;
        this.pictures = pictures;
        this.handles = handles;
        Primitives primitives = new Primitives(handles);
        program = new TrainingCompiler(stretch, tensors, pictures, primitives, handles).compile();
        lane = new Lane(program.program());
        loading = loading(primitives);
        collecting = collecting(primitives);
        for (TrainingProgram.Statistics of : program.statistics()) {
            int channels = tensors.shape(of.runningMean())[0];
            statistics.put(of.runningMean(), new double[channels]);
            statistics.put(of.runningVariance(), new double[channels]);
        }
    }

    /**
     * Where a tensor lies in the caller's array.
     *
     * @param from place of its first number
     */
    @SuppressWarnings("ArrayRecordComponent") // identity is never compared
    public record Trained(String name, int[] shape, long from, int count) {}

    /**
     * Compiles.
     *
     * @param network with its batch normalisation, as it is described
     * @param weights of the whole network
     * @param pictures computed together; batch normalisation that is trained takes its statistics from them
     * @throws IllegalArgumentException if the network cannot be trained here
     * @throws IllegalStateException if oneDNN cannot be loaded
     */
    public static TrainedTrunk of(Network network, Map<String, Tensor> weights, BatchNormUse use, int pictures) {
        if (!OneDnnLibrary.isThere()) {
            throw new IllegalStateException(
                    network.label() + " is trained with oneDNN, which cannot be loaded on this machine");
        }
        OneDnnLibrary.useThreads(1);
        TrainedTensors tensors = TrainedTensors.of(network, weights, use);
        Stretch stretch = stretch(network, tensors);
        List<Node> rest = rest(network, stretch);
        Handles handles = new Handles();
        try {
            return new TrainedTrunk(tensors, stretch, rest, pictures, handles);
        } catch (OneDnnException e) {
            handles.close();
            throw new IllegalArgumentException(network.label() + " cannot be trained here: " + e.getMessage(), e);
        } catch (RuntimeException | Error e) {
            handles.close();
            throw e;
        }
    }

    /**
     * Checks that a network can be trained, but for what oneDNN may refuse.
     *
     * @throws IllegalArgumentException if not
     */
    public static void check(Network network, Map<String, Tensor> weights, BatchNormUse use) {
        rest(network, stretch(network, TrainedTensors.of(network, weights, use)));
    }

    private static Stretch stretch(Network network, TrainedTensors tensors) {
        return Stretch.of(network.sizePx(), tensors.nodes(), Set.of(Network.OUTPUT))
                .filter(found -> found.outputs().size() == 1 && !found.isOutput(Network.OUTPUT))
                .orElseThrow(() -> untrained(network));
    }

    private static IllegalArgumentException untrained(Network network) {
        return new IllegalArgumentException(network.label()
                + " cannot be trained in all its layers here: it is no convolutional network that ends in dense layers;"
                + " --encoder trains a new layer on its features");
    }

    /** What comes after the trunk, dropout included. */
    private static List<Node> rest(Network network, Stretch stretch) {
        Set<String> known = new HashSet<>(Set.of(stretch.outputs().get(0).name()));
        List<Node> rest = new ArrayList<>();
        for (Node node : network.nodes()) {
            if (known.containsAll(node.inputs())) {
                known.add(node.name());
                rest.add(node);
            }
        }
        boolean whole = known.contains(Network.OUTPUT)
                && rest.stream().noneMatch(node -> node.operation() instanceof Convolution);
        if (!whole) {
            throw untrained(network);
        }
        return List.copyOf(rest);
    }

    private Transfer loading(Primitives primitives) {
        Pointer plain = plain();
        List<Step> steps = new ArrayList<>();
        Map<String, int[]> ranges = new HashMap<>();
        for (TrainedNumbers numbers : tensors.all()) {
            int from = steps.size();
            for (TrainedNumbers.Copy copy : numbers.copies()) {
                steps.add(reorder(primitives, numbers.plain(), Block.fixed(plain), copy.descriptor(), copy.block()));
            }
            ranges.put(numbers.name(), new int[] {from, steps.size()});
        }
        return transfer(primitives, steps, ranges, plain);
    }

    private Transfer collecting(Primitives primitives) {
        Pointer plain = plain();
        List<Step> steps = new ArrayList<>();
        Map<String, int[]> ranges = new HashMap<>();
        for (TrainedNumbers numbers : tensors.all()) {
            int from = steps.size();
            TrainedNumbers.Copy sum = numbers.gradient();
            if (sum != null) {
                steps.add(reorder(primitives, sum.descriptor(), sum.block(), numbers.plain(), Block.fixed(plain)));
            }
            ranges.put(numbers.name(), new int[] {from, steps.size()});
        }
        return transfer(primitives, steps, ranges, plain);
    }

    private Transfer transfer(Primitives primitives, List<Step> steps, Map<String, int[]> ranges, Pointer plain) {
        Lane own = new Lane(Program.of(primitives.engine(), steps, handles));
        return new Transfer(own, ranges, plain, new float[largest()]);
    }

    private static Step reorder(Primitives primitives, Pointer from, Block source, Pointer to, Block target) {
        Pointer definition = primitives.reorder(from, to);
        Pointer scratch = Primitives.wanted(definition, Numbers.SCRATCHPAD_OF);
        return new Step(
                primitives.primitive(definition),
                List.of(
                        new Argument(Numbers.SOURCE, from, source, 0),
                        new Argument(Numbers.TARGET, to, target, 0),
                        new Argument(
                                Numbers.SCRATCHPAD, scratch, Block.ofLane(Math.max(1, Primitives.bytes(scratch))), 0)));
    }

    private Pointer plain() {
        return handles.memory(largest() * FLOAT);
    }

    private int largest() {
        return tensors.all().stream().mapToInt(TrainedNumbers::count).max().orElse(1);
    }

    /** All that is trained here, in the order of the caller's arrays. */
    public List<Trained> trained() {
        return tensors.all().stream()
                .map(numbers -> new Trained(numbers.name(), numbers.shape(), numbers.from(), numbers.count()))
                .toList();
    }

    /** Numbers in the caller's arrays. */
    public long count() {
        return tensors.count();
    }

    /** Pictures of a pass. */
    public int pictures() {
        return pictures;
    }

    /** Numbers of a picture's row. */
    public int width() {
        return stretch.width();
    }

    /** Name of the node that gives the rows. */
    public String output() {
        return stretch.outputs().get(0).name();
    }

    /** The network's nodes after the trunk. */
    public List<Node> rest() {
        return rest;
    }

    /** Native memory for values between the layers. */
    public long bytes() {
        return program.program().bytes();
    }

    /** Computes with these numbers from now on. */
    public void load(long parameters) {
        OneDnnLibrary.useThreads(1);
        Pointer all = new Pointer(parameters);
        float[] numbers = loading.numbers();
        for (TrainedNumbers tensor : tensors.all()) {
            if (!tensor.copies().isEmpty()) {
                all.read(tensor.from() * FLOAT, numbers, 0, tensor.count());
                tensor.toServed(numbers);
                loading.plain().write(0, numbers, 0, tensor.count());
                loading.run(tensor.name());
            }
        }
    }

    /**
     * Computes rows.
     *
     * @param patches address of the pictures in NCHW, which stay there until {@link #backward}
     * @param rows address of the first row
     */
    public void forward(long patches, long rows) {
        OneDnnLibrary.useThreads(1);
        lane.take(new Pointer(patches));
        lane.run(0, program.forward());
        copy(lane.at(program.rows()), new Pointer(rows));
        for (TrainingProgram.Statistics of : program.statistics()) {
            add(of.runningMean(), lane.at(of.mean()), 1);
            add(of.runningVariance(), lane.at(of.variance()), of.count() / Math.max(1.0, of.count() - 1.0));
        }
        passes++;
    }

    private void add(String name, Pointer found, double factor) {
        double[] sums = statistics.get(name);
        if (sums == null) {
            throw new IllegalStateException("no sums of " + name);
        }
        for (int i = 0; i < sums.length; i++) {
            sums[i] += factor * found.getFloat(i * FLOAT);
        }
    }

    /**
     * Goes back from the gradients of the rows and adds those of all that is trained to what is there.
     *
     * @param rowGradients address of the first
     */
    public void backward(long rowGradients) {
        copy(new Pointer(rowGradients), lane.at(program.rowGradients()));
        lane.run(program.forward(), program.program().steps().size());
    }

    private void copy(Pointer from, Pointer to) {
        int count = pictures * width();
        to.write(0, from.getFloatArray(0, count), 0, count);
    }

    /** Writes the sums of the gradients and begins anew. */
    public void collect(long gradients) {
        OneDnnLibrary.useThreads(1);
        Pointer all = new Pointer(gradients);
        float[] numbers = collecting.numbers();
        for (TrainedNumbers tensor : tensors.all()) {
            TrainedNumbers.Copy sum = tensor.gradient();
            if (sum == null) {
                all.share(tensor.from() * FLOAT).clear(tensor.count() * FLOAT);
            } else {
                collecting.run(tensor.name());
                collecting.plain().read(0, numbers, 0, tensor.count());
                tensor.toTrained(numbers);
                all.write(tensor.from() * FLOAT, numbers, 0, tensor.count());
                sum.numbers().clear(Primitives.bytes(sum.descriptor()));
            }
        }
    }

    /** Passes since the last time, and what normalisations found in all of them together, by the running tensors' names. */
    public record Found(int passes, Map<String, double[]> sums) {}

    /** Takes what normalisations found. */
    public Found takeStatistics() {
        Map<String, double[]> sums = new LinkedHashMap<>();
        statistics.forEach((name, values) -> {
            sums.put(name, values.clone());
            Arrays.fill(values, 0);
        });
        Found found = new Found(passes, sums);
        passes = 0;
        return found;
    }

    @Override
    public void close() {
        lane.close();
        loading.lane().close();
        collecting.lane().close();
        handles.close();
    }
}
