package io.slidestream.networks.family;

import io.slidestream.networks.graph.Flow;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.NetworkDraft;
import io.slidestream.networks.graph.Operation.Rounding;
import io.slidestream.networks.graph.Window;
import java.util.Map;
import java.util.Set;

/** VGG of Simonyan and Zisserman (2014), with and without batch normalisation, as torchvision, timm and WSInfer end it. */
final class Vgg implements Family {
    @Override
    public String label() {
        return "VGG";
    }

    @Override
    public boolean claims(Set<String> names) {
        return Layers.has(names, "features.0.weight", "classifier.0.weight", "classifier.3.weight")
                || Layers.has(names, "features.0.weight", "pre_logits.fc1.weight");
    }

    @Override
    public Network network(Map<String, int[]> tensors, int sizePx) {
        NetworkDraft draft = new NetworkDraft(tensors, sizePx, layer -> layer);
        int last = tensors.keySet().stream()
                .filter(name -> name.matches("features\\.\\d{1,3}\\.weight"))
                .mapToInt(name -> Integer.parseInt(name.split("\\.")[1]))
                .max()
                .orElse(0);
        Flow flow = draft.input();
        int layers = 0;
        boolean normalised = false;
        for (int index = 0; index <= last; ) {
            String name = "features." + index;
            if (draft.has(name)) {
                flow = flow.convolution(name, Window.of(3, 1, 1));
                layers++;
                index++;
                boolean norm = draft.has("features." + index) && draft.weight("features." + index).length == 1;
                if (norm) {
                    flow = flow.batchNorm("features." + index);
                    normalised = true;
                    index++;
                }
                flow = flow.relu();
            } else {
                flow = pool(flow, name);
            }
            index++;
        }
        flow = pool(flow, "features." + (last + 2));
        String common = "vgg" + (layers + 3) + (normalised ? "_bn" : "");
        return draft.has("classifier.0") ? torchvision(draft, flow, common) : timm(draft, flow, common);
    }

    private static Flow pool(Flow flow, String name) {
        return flow.maximum(name, Window.of(2, 2, 0), Rounding.DOWN);
    }

    private Network torchvision(NetworkDraft draft, Flow features, String common) {
        Flow hidden = features.adaptiveAverage("avgpool", 7)
                .flatten("flatten")
                .dense("classifier.0")
                .relu()
                .dropout()
                .dense("classifier.3");
        return draft.has("classifier.6")
                ? draft.build(common, label(), hidden.relu().dropout().dense("classifier.6"), "classifier.6")
                : draft.build(common, label(), hidden, "classifier.3");
    }

    private Network timm(NetworkDraft draft, Flow features, String common) {
        Flow logits = features.convolution("pre_logits.fc1", Window.of(7, 1, 0))
                .relu()
                .dropout()
                .convolution("pre_logits.fc2", Window.of(1, 1, 0))
                .relu()
                .globalAverage("pool")
                .flatten("flatten")
                .dropout()
                .dense("head.fc");
        return draft.build(common, label(), logits, "head.fc");
    }
}
