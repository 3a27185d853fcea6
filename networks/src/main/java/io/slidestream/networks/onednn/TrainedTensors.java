package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import io.slidestream.networks.graph.BatchNormUse;
import io.slidestream.networks.graph.Folding;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation.BatchNorm;
import io.slidestream.networks.graph.Operation.Convolution;
import io.slidestream.networks.graph.ServedNetwork;
import io.slidestream.networks.weights.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The numbers of a stretch that is trained: those that change, one after the other in the caller's array, and those that
 * stay.
 *
 * <p>Running means and variances that are learnt lie in the caller's array like the others, with a gradient of zero.
 */
final class TrainedTensors {
    private final List<Node> nodes;
    private final Map<String, Tensor> constants;
    private final Map<String, TrainedNumbers> trained = new LinkedHashMap<>();
    private final Map<String, TrainedNumbers> running = new LinkedHashMap<>();
    private long count;

    private TrainedTensors(List<Node> nodes, Map<String, Tensor> constants) {
        this.nodes = nodes;
        this.constants = constants;
    }

    /**
     * @param network with its batch normalisation
     * @param use decides which tensors change
     */
    static TrainedTensors of(Network network, Map<String, Tensor> weights, BatchNormUse use) {
        return switch (use) {
            case FROZEN -> frozen(network, weights);
            case TRAIN -> withNormalization(network, weights);
        };
    }

    private static TrainedTensors frozen(Network network, Map<String, Tensor> weights) {
        ServedNetwork served = Folding.of(network, weights);
        Map<String, float[]> factors = Folding.factors(network, weights);
        Map<String, float[]> shifts = Folding.shifts(network, weights);
        TrainedTensors tensors = new TrainedTensors(served.network().nodes(), served.weights());
        for (Node node : tensors.nodes) {
            if (node.operation() instanceof Convolution layer) {
                float[] of = factors.get(layer.weight());
                tensors.train(layer.weight(), weights, of, null);
                if (layer.bias() != null && weights.containsKey(layer.bias())) {
                    tensors.train(layer.bias(), weights, of, shifts.get(layer.weight()));
                }
            }
        }
        return tensors;
    }

    private static TrainedTensors withNormalization(Network network, Map<String, Tensor> weights) {
        TrainedTensors tensors = new TrainedTensors(network.nodes(), weights);
        for (Node node : tensors.nodes) {
            if (node.operation() instanceof Convolution layer) {
                tensors.train(layer.weight(), weights, null, null);
                if (layer.bias() != null) {
                    tensors.train(layer.bias(), weights, null, null);
                }
            } else if (node.operation() instanceof BatchNorm layer) {
                tensors.train(layer.weight(), weights, null, null);
                tensors.train(layer.bias(), weights, null, null);
                tensors.run(layer.mean(), weights);
                tensors.run(layer.variance(), weights);
            }
        }
        return tensors;
    }

    private void train(
            String name, Map<String, Tensor> weights, float @Nullable [] factors, float @Nullable [] shifts) {
        TrainedNumbers numbers = new TrainedNumbers(name, shape(name, weights), count, factors, shifts);
        if (trained.put(name, numbers) != null) {
            throw new IllegalArgumentException("two layers share the tensor " + name + ": they cannot be trained here");
        }
        count += numbers.count();
    }

    private void run(String name, Map<String, Tensor> weights) {
        TrainedNumbers numbers = new TrainedNumbers(name, shape(name, weights), count, null, null);
        running.put(name, numbers);
        count += numbers.count();
    }

    private static int[] shape(String name, Map<String, Tensor> weights) {
        Tensor tensor = weights.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("weights lack " + name);
        }
        return tensor.shape();
    }

    /** The network's steps as they are computed. */
    List<Node> nodes() {
        return nodes;
    }

    /** Numbers in the caller's array. */
    long count() {
        return count;
    }

    /** All that lie in the caller's array, in their order there. */
    List<TrainedNumbers> all() {
        List<TrainedNumbers> all = new ArrayList<>(trained.values());
        all.addAll(running.values());
        all.sort(Comparator.comparingLong(TrainedNumbers::from));
        return all;
    }

    boolean isTrained(String name) {
        return trained.containsKey(name);
    }

    int[] shape(String name) {
        return shape(name, constants);
    }

    /** The numbers of a tensor that stays. */
    float[] constant(String name) {
        Tensor tensor = constants.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException("weights lack " + name);
        }
        return tensor.values();
    }

    TrainedNumbers trained(String name) {
        TrainedNumbers numbers = trained.get(name);
        if (numbers == null) {
            throw new IllegalArgumentException(name + " is not trained");
        }
        return numbers;
    }

    /** A tensor for a primitive to read, in the order it wants. */
    Block laid(String name, Pointer plain, Pointer wanted, Primitives primitives, Handles handles) {
        if (isTrained(name)) {
            return trained(name).laid(plain, wanted, handles).block();
        }
        return Block.fixed(primitives.arranged(constant(name), plain, wanted));
    }
}
