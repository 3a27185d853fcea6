package io.slidestream.networks.family;

import io.slidestream.networks.graph.Flow;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.NetworkDraft;
import io.slidestream.networks.graph.Operation.Outside;
import io.slidestream.networks.graph.Operation.Rounding;
import io.slidestream.networks.graph.Window;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Inception v3 of Szegedy et al. (2015) under torchvision's names, which are timm's too. */
final class InceptionV3 implements Family {
    private static final double EPSILON = 1e-3;
    private static final Window ONE = Window.of(1, 1, 0);
    private static final Window THREE = Window.of(3, 1, 1);
    private static final Window HALVING = Window.of(3, 2, 0);
    private static final Window FLAT = Window.centred(1, 7, 1);
    private static final Window TALL = Window.centred(7, 1, 1);

    @Override
    public String label() {
        return "Inception v3";
    }

    @Override
    public boolean claims(Set<String> names) {
        return Layers.has(names, "Conv2d_1a_3x3.conv.weight");
    }

    @Override
    public Network network(Map<String, int[]> tensors, int sizePx) {
        NetworkDraft draft = new NetworkDraft(tensors, sizePx, UnaryOperator.identity());
        draft.ignore("AuxLogits");
        Flow flow = basic(draft.input(), "Conv2d_1a_3x3", HALVING);
        flow = basic(flow, "Conv2d_2a_3x3", Window.of(3, 1, 0));
        flow = basic(flow, "Conv2d_2b_3x3", THREE).maximum("maxpool1", HALVING, Rounding.DOWN);
        flow = basic(flow, "Conv2d_3b_1x1", ONE);
        flow = basic(flow, "Conv2d_4a_3x3", Window.of(3, 1, 0)).maximum("maxpool2", HALVING, Rounding.DOWN);
        for (String name : List.of("Mixed_5b", "Mixed_5c", "Mixed_5d")) {
            flow = square(flow, name);
        }
        flow = basic(flow, "Mixed_6a.branch3x3", HALVING)
                .concat("Mixed_6a", twice(flow, "Mixed_6a.branch3x3dbl", HALVING), halved(flow, "Mixed_6a"));
        for (String name : List.of("Mixed_6b", "Mixed_6c", "Mixed_6d", "Mixed_6e")) {
            flow = crossed(flow, name);
        }
        flow = basic(basic(flow, "Mixed_7a.branch3x3_1", ONE), "Mixed_7a.branch3x3_2", HALVING)
                .concat("Mixed_7a", reducedCross(flow, "Mixed_7a.branch7x7x3"), halved(flow, "Mixed_7a"));
        for (String name : List.of("Mixed_7b", "Mixed_7c")) {
            flow = widened(flow, name);
        }
        Flow logits = flow.globalAverage("avgpool").dropout().flatten("flatten").dense("fc");
        return draft.build("inception_v3", label(), logits, "fc");
    }

    private static Flow square(Flow input, String name) {
        Flow five = basic(basic(input, name + ".branch5x5_1", ONE), name + ".branch5x5_2", Window.of(5, 1, 2));
        return basic(input, name + ".branch1x1", ONE)
                .concat(name, five, twice(input, name + ".branch3x3dbl", THREE), averaged(input, name));
    }

    private static Flow twice(Flow input, String name, Window last) {
        return basic(basic(basic(input, name + "_1", ONE), name + "_2", THREE), name + "_3", last);
    }

    private static Flow crossed(Flow input, String name) {
        String once = name + ".branch7x7_";
        Flow cross = basic(basic(basic(input, once + "1", ONE), once + "2", FLAT), once + "3", TALL);
        String twice = name + ".branch7x7dbl_";
        Flow second = basic(basic(basic(input, twice + "1", ONE), twice + "2", TALL), twice + "3", FLAT);
        second = basic(basic(second, twice + "4", TALL), twice + "5", FLAT);
        return basic(input, name + ".branch1x1", ONE).concat(name, cross, second, averaged(input, name));
    }

    private static Flow reducedCross(Flow input, String name) {
        Flow cross = basic(basic(basic(input, name + "_1", ONE), name + "_2", FLAT), name + "_3", TALL);
        return basic(cross, name + "_4", HALVING);
    }

    private static Flow widened(Flow input, String name) {
        Flow three = spread(basic(input, name + ".branch3x3_1", ONE), name + ".branch3x3_2");
        Flow twice = basic(basic(input, name + ".branch3x3dbl_1", ONE), name + ".branch3x3dbl_2", THREE);
        return basic(input, name + ".branch1x1", ONE)
                .concat(name, three, spread(twice, name + ".branch3x3dbl_3"), averaged(input, name));
    }

    private static Flow spread(Flow input, String name) {
        return basic(input, name + "a", Window.centred(1, 3, 1))
                .concat(name, basic(input, name + "b", Window.centred(3, 1, 1)));
    }

    private static Flow averaged(Flow input, String name) {
        Flow mean = input.average(name + ".pool", THREE, Rounding.DOWN, Outside.COUNTED);
        return basic(mean, name + ".branch_pool", ONE);
    }

    private static Flow halved(Flow input, String name) {
        return input.maximum(name + ".pool", HALVING, Rounding.DOWN);
    }

    private static Flow basic(Flow input, String name, Window window) {
        return input.convolution(name + ".conv", window)
                .batchNorm(name + ".bn", EPSILON)
                .relu();
    }
}
