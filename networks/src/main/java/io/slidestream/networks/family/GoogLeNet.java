package io.slidestream.networks.family;

import io.slidestream.networks.graph.Flow;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.NetworkDraft;
import io.slidestream.networks.graph.Operation.Rounding;
import io.slidestream.networks.graph.Window;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** GoogLeNet of Szegedy et al. (2014) as torchvision has it: batch normalisation, 3×3 in the place of 5×5. */
final class GoogLeNet implements Family {
    private static final double EPSILON = 1e-3;
    /** Torchvision's children in order, by which TIAToolbox numbers them. */
    private static final List<String> CHILDREN = List.of(
            "conv1",
            "maxpool1",
            "conv2",
            "conv3",
            "maxpool2",
            "inception3a",
            "inception3b",
            "maxpool3",
            "inception4a",
            "inception4b",
            "inception4c",
            "inception4d",
            "inception4e",
            "maxpool4",
            "inception5a",
            "inception5b");

    @Override
    public String label() {
        return "GoogLeNet";
    }

    @Override
    public boolean claims(Set<String> names) {
        return Layers.has(names, "inception3a.branch1.conv.weight")
                || Layers.has(names, "feat_extract.5.branch1.conv.weight");
    }

    @Override
    public Network network(Map<String, int[]> tensors, int sizePx) {
        boolean numbered = TiaToolbox.isMeant(tensors.keySet());
        NetworkDraft draft =
                new NetworkDraft(tensors, sizePx, numbered ? GoogLeNet::numbered : UnaryOperator.identity());
        draft.ignore("aux1");
        draft.ignore("aux2");
        Flow flow = draft.input();
        for (String child : CHILDREN) {
            if (child.startsWith("maxpool")) {
                int side = child.endsWith("4") ? 2 : 3;
                flow = flow.maximum(child, Window.of(side, 2, 0), Rounding.UP);
            } else if (child.startsWith("inception")) {
                flow = inception(flow, child);
            } else {
                flow = basic(flow, child, child.endsWith("1") ? Window.of(7, 2, 3) : kernel(draft, child));
            }
        }
        if (numbered) {
            return draft.build("googlenet", label(), TiaToolbox.head(flow), "classifier");
        }
        Flow logits = flow.globalAverage("avgpool").flatten("flatten").dropout().dense("fc");
        return draft.build("googlenet", label(), logits, "fc");
    }

    private static Window kernel(NetworkDraft draft, String name) {
        return Layers.centred(draft, name + ".conv", 1);
    }

    private static Flow inception(Flow input, String name) {
        Flow second =
                basic(basic(input, name + ".branch2.0", Window.of(1, 1, 0)), name + ".branch2.1", Window.of(3, 1, 1));
        Flow third =
                basic(basic(input, name + ".branch3.0", Window.of(1, 1, 0)), name + ".branch3.1", Window.of(3, 1, 1));
        Flow pooled = input.maximum(name + ".branch4.0", Window.of(3, 1, 1), Rounding.UP);
        return basic(input, name + ".branch1", Window.of(1, 1, 0))
                .concat(name, second, third, basic(pooled, name + ".branch4.1", Window.of(1, 1, 0)));
    }

    private static Flow basic(Flow input, String name, Window window) {
        return input.convolution(name + ".conv", window)
                .batchNorm(name + ".bn", EPSILON)
                .relu();
    }

    private static String numbered(String layer) {
        int dot = layer.indexOf('.');
        String child = dot < 0 ? layer : layer.substring(0, dot);
        int number = CHILDREN.indexOf(child);
        return number < 0 ? layer : TiaToolbox.TRUNK + "." + number + (dot < 0 ? "" : layer.substring(dot));
    }
}
