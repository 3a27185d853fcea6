package io.slidestream.networks.family;

import io.slidestream.networks.graph.Flow;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.NetworkDraft;
import io.slidestream.networks.graph.Operation.Outside;
import io.slidestream.networks.graph.Operation.Rounding;
import io.slidestream.networks.graph.Window;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Inception v4 of Szegedy et al. (2016) under timm's names, and WSInfer's form of it, where biases stand for the batch
 * normalisation.
 */
final class InceptionV4 implements Family {
    private static final double EPSILON = 1e-3;
    private static final Window ONE = Window.of(1, 1, 0);
    private static final Window THREE = Window.of(3, 1, 1);
    private static final Window INNER = Window.of(3, 1, 0);
    private static final Window HALVING = Window.of(3, 2, 0);
    private static final Window FLAT = Window.centred(1, 7, 1);
    private static final Window TALL = Window.centred(7, 1, 1);
    private static final Window FLAT_THREE = Window.centred(1, 3, 1);
    private static final Window TALL_THREE = Window.centred(3, 1, 1);

    @Override
    public String label() {
        return "Inception v4";
    }

    @Override
    public boolean claims(Set<String> names) {
        return Layers.has(names, "features.0.conv.weight", "features.4.branch0.0.conv.weight", "last_linear.weight");
    }

    @Override
    public Network network(Map<String, int[]> tensors, int sizePx) {
        NetworkDraft draft = new NetworkDraft(tensors, sizePx, UnaryOperator.identity());
        Flow flow = stem(draft.input());
        for (int block = 6; block < 10; block++) {
            flow = square(flow, "features." + block);
        }
        flow = basic(flow, "features.10.branch0", HALVING)
                .concat(
                        "features.10",
                        chain(flow, "features.10.branch1", ONE, THREE, HALVING),
                        halved(flow, "features.10"));
        for (int block = 11; block < 18; block++) {
            flow = crossed(flow, "features." + block);
        }
        flow = chain(flow, "features.18.branch0", ONE, HALVING)
                .concat(
                        "features.18",
                        chain(flow, "features.18.branch1", ONE, FLAT, TALL, HALVING),
                        halved(flow, "features.18"));
        for (int block = 19; block < 22; block++) {
            flow = widened(flow, "features." + block);
        }
        Flow logits =
                flow.globalAverage("global_pool").flatten("flatten").dropout().dense("last_linear");
        return draft.build("inception_v4", label(), logits, "last_linear");
    }

    private static Flow stem(Flow input) {
        Flow flow = basic(input, "features.0", HALVING);
        flow = basic(basic(flow, "features.1", INNER), "features.2", THREE);
        flow = halved(flow, "features.3").concat("features.3", basic(flow, "features.3.conv", HALVING));
        flow = chain(flow, "features.4.branch0", ONE, INNER)
                .concat("features.4", chain(flow, "features.4.branch1", ONE, FLAT, TALL, INNER));
        return basic(flow, "features.5.conv", HALVING).concat("features.5", halved(flow, "features.5"));
    }

    private static Flow square(Flow input, String name) {
        return basic(input, name + ".branch0", ONE)
                .concat(
                        name,
                        chain(input, name + ".branch1", ONE, THREE),
                        chain(input, name + ".branch2", ONE, THREE, THREE),
                        averaged(input, name));
    }

    private static Flow crossed(Flow input, String name) {
        return basic(input, name + ".branch0", ONE)
                .concat(
                        name,
                        chain(input, name + ".branch1", ONE, FLAT, TALL),
                        chain(input, name + ".branch2", ONE, TALL, FLAT, TALL, FLAT),
                        averaged(input, name));
    }

    private static Flow widened(Flow input, String name) {
        Flow first = basic(input, name + ".branch1_0", ONE);
        Flow second = basic(input, name + ".branch2_0", ONE);
        second = basic(basic(second, name + ".branch2_1", TALL_THREE), name + ".branch2_2", FLAT_THREE);
        return basic(input, name + ".branch0", ONE)
                .concat(
                        name,
                        spread(first, name + ".branch1_1"),
                        spread(second, name + ".branch2_3"),
                        averaged(input, name));
    }

    private static Flow spread(Flow input, String name) {
        return basic(input, name + "a", FLAT_THREE).concat(name, basic(input, name + "b", TALL_THREE));
    }

    private static Flow averaged(Flow input, String name) {
        Flow mean = input.average(name + ".branch3.0", THREE, Rounding.DOWN, Outside.LEFT_OUT);
        return basic(mean, name + ".branch3.1", ONE);
    }

    private static Flow halved(Flow input, String name) {
        return input.maximum(name + ".pool", HALVING, Rounding.DOWN);
    }

    private static Flow chain(Flow input, String name, Window... windows) {
        Flow flow = input;
        for (int layer = 0; layer < windows.length; layer++) {
            flow = basic(flow, name + "." + layer, windows[layer]);
        }
        return flow;
    }

    private static Flow basic(Flow input, String name, Window window) {
        Flow linear = input.convolution(name + ".conv", window);
        return (linear.has(name + ".bn") ? linear.batchNorm(name + ".bn", EPSILON) : linear).relu();
    }
}
