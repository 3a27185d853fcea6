package io.slidestream.networks.graph;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;

/**
 * A network in the making, on the tensors of one file: each layer that is added says which tensors it needs and of which
 * shapes, and what nobody needed is a misfit in the end.
 */
public final class NetworkDraft {
    private static final int MOST_NODES = 20_000;

    private final Map<String, int[]> tensors;
    private final int sizePx;
    private final UnaryOperator<String> naming;
    private final List<Node> nodes = new ArrayList<>();
    private final Set<String> names = new HashSet<>(Set.of(Network.INPUT, Network.OUTPUT));
    private final Set<String> used = new HashSet<>();
    private final List<String> ignored = new ArrayList<>(List.of());

    /**
     * @param tensors the file's, name to shape
     * @param naming from the layers' names that the network's builder uses to those of the file
     */
    public NetworkDraft(Map<String, int[]> tensors, int sizePx, UnaryOperator<String> naming) {
        this.tensors = tensors;
        this.sizePx = sizePx;
        this.naming = naming;
    }

    /** The pixels. */
    public Flow input() {
        return new Flow(this, Network.INPUT, Network.INPUT, Shape.of(3, sizePx, sizePx));
    }

    public int sizePx() {
        return sizePx;
    }

    /** Whether the file has a layer of that name. */
    public boolean has(String layer) {
        return tensors.containsKey(key(layer, "weight"));
    }

    /** Layers {@code prefix.0}, {@code prefix.1} and so on that the file has something of. */
    public int count(String prefix) {
        int count = 0;
        while (hasAnyOf(prefix + "." + count)) {
            count++;
        }
        return count;
    }

    /** Whether the file has a tensor below that name. */
    public boolean hasAnyOf(String layer) {
        String start = naming.apply(layer) + ".";
        return tensors.keySet().stream().anyMatch(name -> name.startsWith(start));
    }

    /**
     * The shape of a tensor that is no layer's.
     *
     * @throws Misfit if there is none
     */
    public int[] tensor(String key) {
        return shape(key);
    }

    /** Whether the file has a tensor of exactly that name. */
    public boolean holds(String key) {
        return hasTensor(key);
    }

    /**
     * The shape of a layer's weight.
     *
     * @throws Misfit if there is none
     */
    public int[] weight(String layer) {
        return shape(key(layer, "weight"));
    }

    /** Tensors below that name take no part in the answer: a second classifier that only helped the training. */
    public void ignore(String layer) {
        ignored.add(naming.apply(layer) + ".");
    }

    /**
     * The finished network.
     *
     * @param classifier layer that gives the classes
     * @throws Misfit naming the first tensor that no layer needed
     */
    public Network build(String label, String family, Flow logits, String classifier) {
        for (String name : tensors.keySet()) {
            if (!used.contains(name) && ignored.stream().noneMatch(name::startsWith)) {
                throw new Misfit("the network has no tensor named " + name);
            }
        }
        return new Network(label, family, sizePx, reachable(logits), naming.apply(classifier));
    }

    /** What the output needs, in order, the last one named as it has to be. */
    private List<Node> reachable(Flow logits) {
        Map<String, Node> byName = new HashMap<>();
        nodes.forEach(node -> byName.put(node.name(), node));
        Set<String> needed = new HashSet<>();
        List<String> open = new ArrayList<>(List.of(logits.node()));
        while (!open.isEmpty()) {
            Node node = byName.get(open.remove(open.size() - 1));
            if (node != null && needed.add(node.name())) {
                open.addAll(node.inputs());
            }
        }
        List<Node> result = new ArrayList<>();
        for (Node node : nodes) {
            if (node.name().equals(logits.node())) {
                result.add(new Node(Network.OUTPUT, node.operation(), node.inputs(), node.shape()));
            } else if (needed.contains(node.name())) {
                result.add(node);
            }
        }
        return result;
    }

    String layer(String name) {
        return naming.apply(name);
    }

    String key(String layer, String tensor) {
        return naming.apply(layer) + "." + tensor;
    }

    /**
     * The shape of a tensor.
     *
     * @throws Misfit if there is none
     */
    int[] shape(String key) {
        int[] shape = tensors.get(key);
        if (shape == null) {
            throw new Misfit(key + " is missing");
        }
        return shape;
    }

    boolean hasTensor(String key) {
        return tensors.containsKey(key);
    }

    /**
     * Takes a tensor.
     *
     * @param shape wanted, -1 for any size
     */
    String use(String key, int... shape) {
        int[] found = shape(key);
        boolean fits = found.length == shape.length
                && IntStream.range(0, shape.length).allMatch(i -> shape[i] < 0 || shape[i] == found[i]);
        if (!fits || Arrays.stream(found).anyMatch(size -> size < 1)) {
            throw new Misfit(
                    key + " should be " + Arrays.toString(shape).replace("-1", "?") + ", is " + Arrays.toString(found));
        }
        used.add(key);
        return key;
    }

    Flow add(String name, String base, Operation operation, Shape shape, String... inputs) {
        if (nodes.size() > MOST_NODES) {
            throw new Misfit("the network has more than " + MOST_NODES + " steps");
        }
        String unique = name;
        for (int i = 2; !names.add(unique); i++) {
            unique = name + "." + i;
        }
        nodes.add(new Node(unique, operation, List.of(inputs), shape));
        return new Flow(this, unique, base, shape);
    }
}
