package io.slidestream.networks.family;

import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.Flow;
import io.slidestream.networks.graph.Misfit;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.NetworkDraft;
import io.slidestream.networks.graph.Window;
import java.util.Map;
import java.util.Set;

/** MobileNetV3, large and small, of Howard et al. (2019), as torchvision names it. */
final class MobileNetV3 implements Family {
    private static final double EPSILON = 1e-3;

    /**
     * What the tensors do not say.
     *
     * @param blocks in all
     * @param halving the blocks that halve the picture
     * @param firstHard the first block with hard swish instead of ReLU
     */
    private record Plan(String label, int blocks, Set<Integer> halving, int firstHard) {}

    private static final Plan LARGE = new Plan("mobilenet_v3_large", 15, Set.of(2, 4, 7, 13), 7);
    private static final Plan SMALL = new Plan("mobilenet_v3_small", 11, Set.of(1, 2, 4, 9), 4);

    @Override
    public String label() {
        return "MobileNetV3";
    }

    @Override
    public boolean claims(Set<String> names) {
        return Layers.has(names, "features.1.block.0.0.weight") || Layers.has(names, "feat_extract.1.block.0.0.weight");
    }

    @Override
    public Network network(Map<String, int[]> tensors, int sizePx) {
        NetworkDraft draft = new NetworkDraft(tensors, sizePx, TiaToolbox.features(tensors.keySet()));
        int blocks = draft.count("features") - 2;
        if (blocks != LARGE.blocks() && blocks != SMALL.blocks()) {
            throw new Misfit("there are " + blocks + " blocks, the large one has " + LARGE.blocks()
                    + " and the small one " + SMALL.blocks());
        }
        Plan plan = blocks == LARGE.blocks() ? LARGE : SMALL;
        Flow flow = draft.input()
                .convolution("features.0.0", Window.of(3, 2, 1))
                .batchNorm("features.0.1", EPSILON)
                .activate(Activation.HARD_SWISH);
        for (int block = 1; block <= blocks; block++) {
            flow = block(
                    draft,
                    flow,
                    "features." + block + ".block",
                    plan.halving().contains(block) ? 2 : 1,
                    block >= plan.firstHard() ? Activation.HARD_SWISH : Activation.RELU);
        }
        flow = flow.convolution("features." + (blocks + 1) + ".0", Window.of(1, 1, 0))
                .batchNorm("features." + (blocks + 1) + ".1", EPSILON)
                .activate(Activation.HARD_SWISH);
        if (draft.has("classifier")) {
            return draft.build(plan.label(), label(), TiaToolbox.head(flow), "classifier");
        }
        Flow logits = flow.globalAverage("avgpool")
                .flatten("flatten")
                .dense("classifier.0")
                .activate(Activation.HARD_SWISH)
                .dropout()
                .dense("classifier.3");
        return draft.build(plan.label(), label(), logits, "classifier.3");
    }

    /** Widen (where the first layer is no depthwise one), look around, weigh (where there are two layers for it), narrow. */
    private static Flow block(NetworkDraft draft, Flow input, String name, int stride, Activation activation) {
        Flow flow = input;
        int layer = 0;
        int[] first = draft.weight(name + ".0.0");
        boolean widens = first.length == 4 && first[2] == 1;
        if (widens) {
            flow = flow.convolution(name + ".0.0", Window.of(1, 1, 0))
                    .batchNorm(name + ".0.1", EPSILON)
                    .activate(activation);
            layer = 1;
        }
        String around = name + "." + layer;
        flow = flow.depthwise(around + ".0", Layers.centred(draft, around + ".0", stride))
                .batchNorm(around + ".1", EPSILON)
                .activate(activation);
        layer++;
        if (draft.has(name + "." + layer + ".fc1")) {
            String excitation = name + "." + layer;
            flow = flow.excited(
                    excitation, excitation + ".fc1", excitation + ".fc2", Activation.RELU, Activation.HARD_SIGMOID);
            layer++;
        }
        flow = flow.convolution(name + "." + layer + ".0", Window.of(1, 1, 0))
                .batchNorm(name + "." + layer + ".1", EPSILON);
        return stride == 1 && flow.channels() == input.channels() ? flow.add(name, input) : flow;
    }
}
