package io.slidestream.networks.family;

import io.slidestream.networks.graph.Flow;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.NetworkDraft;
import io.slidestream.networks.graph.Operation.Rounding;
import io.slidestream.networks.graph.Window;
import java.util.Map;
import java.util.Set;

/**
 * AlexNet with one tower: Krizhevsky, "One weird trick for parallelizing convolutional neural networks" (2014), as
 * torchvision has it, and as TIAToolbox cuts it off after the convolutions.
 */
final class AlexNet implements Family {
    private static final Window POOL = Window.of(3, 2, 0);

    @Override
    public String label() {
        return "AlexNet";
    }

    @Override
    public boolean claims(Set<String> names) {
        return Layers.has(names, "features.0.weight", "features.3.weight", "classifier.1.weight", "classifier.6.weight")
                || Layers.has(names, "feat_extract.0.weight", "feat_extract.3.weight", "feat_extract.10.weight");
    }

    @Override
    public Network network(Map<String, int[]> tensors, int sizePx) {
        NetworkDraft draft = new NetworkDraft(tensors, sizePx, TiaToolbox.features(tensors.keySet()));
        Flow features = draft.input()
                .convolution("features.0", Window.of(11, 4, 2))
                .relu()
                .maximum("features.2", POOL, Rounding.DOWN)
                .convolution("features.3", Window.of(5, 1, 2))
                .relu()
                .maximum("features.5", POOL, Rounding.DOWN)
                .convolution("features.6", Window.of(3, 1, 1))
                .relu()
                .convolution("features.8", Window.of(3, 1, 1))
                .relu()
                .convolution("features.10", Window.of(3, 1, 1))
                .relu()
                .maximum("features.12", POOL, Rounding.DOWN);
        if (draft.has("classifier")) {
            return draft.build("alexnet", label(), TiaToolbox.head(features), "classifier");
        }
        Flow logits = features.adaptiveAverage("avgpool", 6)
                .flatten("classifier.0")
                .dropout()
                .dense("classifier.1")
                .relu()
                .dropout()
                .dense("classifier.4")
                .relu()
                .dense("classifier.6");
        return draft.build("alexnet", label(), logits, "classifier.6");
    }
}
