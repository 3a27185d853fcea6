package io.slidestream.networks.family;

import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.Flow;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.NetworkDraft;
import io.slidestream.networks.graph.Window;
import java.util.Map;
import java.util.Set;

/** MobileNetV2 of Sandler et al. (2018) of any width, as torchvision names it. */
final class MobileNetV2 implements Family {
    /** Blocks that halve the picture. */
    private static final Set<Integer> HALVING = Set.of(2, 4, 7, 14);

    private static final int LAST = 18;

    @Override
    public String label() {
        return "MobileNetV2";
    }

    @Override
    public boolean claims(Set<String> names) {
        return Layers.has(names, "features.1.conv.0.0.weight") || Layers.has(names, "feat_extract.1.conv.0.0.weight");
    }

    @Override
    public Network network(Map<String, int[]> tensors, int sizePx) {
        NetworkDraft draft = new NetworkDraft(tensors, sizePx, TiaToolbox.features(tensors.keySet()));
        Flow flow = draft.input()
                .convolution("features.0.0", Window.of(3, 2, 1))
                .batchNorm("features.0.1")
                .activate(Activation.RELU6);
        for (int block = 1; block < LAST; block++) {
            flow = block(draft, flow, "features." + block + ".conv", HALVING.contains(block) ? 2 : 1);
        }
        flow = flow.convolution("features." + LAST + ".0", Window.of(1, 1, 0))
                .batchNorm("features." + LAST + ".1")
                .activate(Activation.RELU6);
        if (draft.has("classifier")) {
            return draft.build("mobilenet_v2", label(), TiaToolbox.head(flow), "classifier");
        }
        Flow logits = flow.globalAverage("pool").flatten("flatten").dropout().dense("classifier.1");
        return draft.build("mobilenet_v2", label(), logits, "classifier.1");
    }

    private static Flow block(NetworkDraft draft, Flow input, String name, int stride) {
        Flow flow = input;
        int layer = 0;
        if (draft.has(name + ".1.0")) {
            flow = flow.convolution(name + ".0.0", Window.of(1, 1, 0))
                    .batchNorm(name + ".0.1")
                    .activate(Activation.RELU6);
            layer = 1;
        }
        flow = flow.depthwise(name + "." + layer + ".0", Window.of(3, stride, 1))
                .batchNorm(name + "." + layer + ".1")
                .activate(Activation.RELU6)
                .convolution(name + "." + (layer + 1), Window.of(1, 1, 0))
                .batchNorm(name + "." + (layer + 2));
        return stride == 1 && flow.channels() == input.channels() ? flow.add(name, input) : flow;
    }
}
