package io.slidestream.networks.family;

import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.Flow;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.NetworkDraft;
import io.slidestream.networks.graph.Window;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * EfficientNet of Tan and Le (2019) and EfficientNetV2 (2021), which begins with blocks of plain convolutions, as
 * torchvision names them.
 */
final class EfficientNet implements Family {
    private static final List<Integer> STRIDES = List.of(1, 2, 2, 2, 1, 2, 1);

    @Override
    public String label() {
        return "EfficientNet";
    }

    @Override
    public boolean claims(Set<String> names) {
        return Layers.has(names, "features.1.0.block.0.0.weight")
                || Layers.has(names, "feat_extract.1.0.block.0.0.weight");
    }

    @Override
    public Network network(Map<String, int[]> tensors, int sizePx) {
        NetworkDraft draft = new NetworkDraft(tensors, sizePx, TiaToolbox.features(tensors.keySet()));
        boolean second =
                draft.weight("features.1.0.block.0.0").length == 4 && draft.weight("features.1.0.block.0.0")[1] > 1;
        // Torchvision's own choice: the larger ones of the first kind, and all of the second, have another epsilon.
        double epsilon = second || draft.count("features.1") > 2 ? 1e-3 : 1e-5;
        int stages = draft.count("features") - 2;
        Flow flow = draft.input()
                .convolution("features.0.0", Window.of(3, 2, 1))
                .batchNorm("features.0.1", epsilon)
                .activate(Activation.SILU);
        for (int stage = 1; stage <= stages; stage++) {
            int blocks = draft.count("features." + stage);
            for (int block = 0; block < blocks; block++) {
                int stride = block == 0 ? STRIDES.get(Math.min(stage, STRIDES.size()) - 1) : 1;
                flow = block(draft, flow, "features." + stage + "." + block + ".block", stride, epsilon);
            }
        }
        String head = "features." + (stages + 1);
        flow = flow.convolution(head + ".0", Window.of(1, 1, 0))
                .batchNorm(head + ".1", epsilon)
                .activate(Activation.SILU);
        String common = second ? commonOfSecondKind(draft) : common(draft, flow.channels());
        if (draft.has("classifier")) {
            return draft.build(common, label(), TiaToolbox.head(flow), "classifier");
        }
        Flow logits = flow.globalAverage("avgpool").flatten("flatten").dropout().dense("classifier.1");
        return draft.build(common, label(), logits, "classifier.1");
    }

    private static Flow block(NetworkDraft draft, Flow input, String name, int stride, double epsilon) {
        int[] first = draft.weight(name + ".0.0");
        boolean plain = first.length == 4 && first[2] > 1 && first[1] > 1;
        Flow flow = plain ? plain(draft, input, name, stride, epsilon) : inverted(draft, input, name, stride, epsilon);
        return stride == 1 && flow.channels() == input.channels() ? flow.add(name, input) : flow;
    }

    private static Flow plain(NetworkDraft draft, Flow input, String name, int stride, double epsilon) {
        Flow flow = input.convolution(name + ".0.0", Layers.centred(draft, name + ".0.0", stride))
                .batchNorm(name + ".0.1", epsilon)
                .activate(Activation.SILU);
        return draft.has(name + ".1.0")
                ? flow.convolution(name + ".1.0", Window.of(1, 1, 0)).batchNorm(name + ".1.1", epsilon)
                : flow;
    }

    private static Flow inverted(NetworkDraft draft, Flow input, String name, int stride, double epsilon) {
        Flow flow = input;
        int layer = 0;
        if (draft.weight(name + ".0.0")[2] == 1) {
            flow = flow.convolution(name + ".0.0", Window.of(1, 1, 0))
                    .batchNorm(name + ".0.1", epsilon)
                    .activate(Activation.SILU);
            layer = 1;
        }
        String around = name + "." + layer;
        String excitation = name + "." + (layer + 1);
        String narrow = name + "." + (layer + 2);
        return flow.depthwise(around + ".0", Layers.centred(draft, around + ".0", stride))
                .batchNorm(around + ".1", epsilon)
                .activate(Activation.SILU)
                .excited(excitation, excitation + ".fc1", excitation + ".fc2", Activation.SILU, Activation.SIGMOID)
                .convolution(narrow + ".0", Window.of(1, 1, 0))
                .batchNorm(narrow + ".1", epsilon);
    }

    private static String commonOfSecondKind(NetworkDraft draft) {
        return switch (draft.count("features.2")) {
            case 4 -> "efficientnet_v2_s";
            case 5 -> "efficientnet_v2_m";
            case 7 -> "efficientnet_v2_l";
            default -> "efficientnet_v2_other";
        };
    }

    private static String common(NetworkDraft draft, int head) {
        return switch (head) {
            case 1280 -> draft.count("features.1") == 1 ? "efficientnet_b0" : "efficientnet_b1";
            case 1408 -> "efficientnet_b2";
            case 1536 -> "efficientnet_b3";
            case 1792 -> "efficientnet_b4";
            case 2048 -> "efficientnet_b5";
            case 2304 -> "efficientnet_b6";
            case 2560 -> "efficientnet_b7";
            default -> "efficientnet";
        };
    }
}
