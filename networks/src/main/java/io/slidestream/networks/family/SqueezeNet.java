package io.slidestream.networks.family;

import io.slidestream.networks.graph.Flow;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.NetworkDraft;
import io.slidestream.networks.graph.Operation.Rounding;
import io.slidestream.networks.graph.Window;
import java.util.Map;
import java.util.Set;

/**
 * SqueezeNet 1.0 and 1.1 of Iandola et al. (2016): fire modules, with a pooling wherever torchvision's numbers leave one
 * out.
 */
final class SqueezeNet implements Family {
    private static final int FIRST_FIRE = 3;

    @Override
    public String label() {
        return "SqueezeNet";
    }

    @Override
    public boolean claims(Set<String> names) {
        return Layers.has(names, "features.3.squeeze.weight") || Layers.has(names, "feat_extract.3.squeeze.weight");
    }

    @Override
    public Network network(Map<String, int[]> tensors, int sizePx) {
        NetworkDraft draft = new NetworkDraft(tensors, sizePx, TiaToolbox.features(tensors.keySet()));
        Window pool = Window.of(3, 2, 0);
        int stem = Layers.kernel(draft, "features.0");
        Flow flow = draft.input()
                .convolution("features.0", Window.of(stem, 2, 0))
                .relu()
                .maximum("features.2", pool, Rounding.UP);
        int fires = (int) tensors.keySet().stream()
                .filter(name -> name.endsWith(".squeeze.weight"))
                .count();
        for (int index = FIRST_FIRE, fire = 0; fire < fires; index++) {
            String name = "features." + index;
            if (draft.has(name + ".squeeze")) {
                flow = fire(flow, name, "fire" + (fire + 2));
                fire++;
            } else if (index > 2 * fires + FIRST_FIRE) {
                throw new IllegalArgumentException("the fire modules are not numbered one after the other");
            } else {
                flow = flow.maximum(name, pool, Rounding.UP);
            }
        }
        String label = stem == 3 ? "squeezenet1_1" : "squeezenet1_0";
        if (draft.has("classifier")) {
            return draft.build(label, label(), TiaToolbox.head(flow), "classifier");
        }
        Flow logits = flow.dropout()
                .convolution("classifier.1", Window.of(1, 1, 0))
                .relu()
                .globalAverage("classifier.3")
                .flatten("flatten");
        return draft.build(label, label(), logits, "classifier.1");
    }

    private static Flow fire(Flow flow, String name, String label) {
        Flow squeezed = flow.convolution(name + ".squeeze", Window.of(1, 1, 0)).relu();
        Flow one = squeezed.convolution(name + ".expand1x1", Window.of(1, 1, 0)).relu();
        Flow three =
                squeezed.convolution(name + ".expand3x3", Window.of(3, 1, 1)).relu();
        return one.concat(label, three);
    }
}
