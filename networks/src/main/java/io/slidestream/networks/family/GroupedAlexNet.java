package io.slidestream.networks.family;

import io.slidestream.networks.graph.Flow;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.NetworkDraft;
import io.slidestream.networks.graph.Operation.Rounding;
import io.slidestream.networks.graph.Window;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * The original AlexNet of Krizhevsky, Sutskever, Hinton (2012) as Caffe and MATLAB ship it: second, fourth and fifth
 * convolution in groups, local response normalisation before the first two poolings.
 */
final class GroupedAlexNet implements Family {
    private static final Window POOL = Window.of(3, 2, 0);

    @Override
    public String label() {
        return "grouped AlexNet";
    }

    @Override
    public boolean claims(Set<String> names) {
        return Layers.has(names, "conv1.weight", "conv5.weight", "fc6.weight");
    }

    @Override
    public Network network(Map<String, int[]> tensors, int sizePx) {
        NetworkDraft draft = new NetworkDraft(tensors, sizePx, UnaryOperator.identity());
        Flow logits = draft.input()
                .convolution("conv1", Window.of(11, 4, 0))
                .relu()
                .localResponse("norm1")
                .maximum("pool1", POOL, Rounding.DOWN)
                .grouped("conv2", Window.of(5, 1, 2))
                .relu()
                .localResponse("norm2")
                .maximum("pool2", POOL, Rounding.DOWN)
                .convolution("conv3", Window.of(3, 1, 1))
                .relu()
                .grouped("conv4", Window.of(3, 1, 1))
                .relu()
                .grouped("conv5", Window.of(3, 1, 1))
                .relu()
                .maximum("pool5", POOL, Rounding.DOWN)
                .flatten("flatten")
                .dense("fc6")
                .relu()
                .dropout()
                .dense("fc7")
                .relu()
                .dropout()
                .dense("fc8");
        return draft.build("alexnet-grouped", label(), logits, "fc8");
    }
}
