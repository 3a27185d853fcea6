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
import java.util.stream.IntStream;

/** DenseNet of Huang et al. (2016). TIAToolbox's lacks the ReLU before the last mean. */
final class DenseNet implements Family {
    @Override
    public String label() {
        return "DenseNet";
    }

    @Override
    public boolean claims(Set<String> names) {
        return Layers.has(names, "features.conv0.weight") || Layers.has(names, "feat_extract.conv0.weight");
    }

    @Override
    public Network network(Map<String, int[]> tensors, int sizePx) {
        NetworkDraft draft = new NetworkDraft(tensors, sizePx, TiaToolbox.features(tensors.keySet()));
        Flow flow = draft.input()
                .convolution("features.conv0", Window.of(7, 2, 3))
                .batchNorm("features.norm0")
                .relu()
                .maximum("features.pool0", Window.of(3, 2, 1), Rounding.DOWN);
        for (int block = 1; draft.hasAnyOf("features.denseblock" + block); block++) {
            String name = "features.denseblock" + block;
            for (int layer = 1; draft.hasAnyOf(name + ".denselayer" + layer); layer++) {
                flow = layer(flow, name + ".denselayer" + layer);
            }
            String transition = "features.transition" + block;
            if (draft.hasAnyOf(transition)) {
                flow = flow.batchNorm(transition + ".norm")
                        .relu()
                        .convolution(transition + ".conv", Window.of(1, 1, 0))
                        .average(transition + ".pool", Window.of(2, 2, 0), Rounding.DOWN, Outside.LEFT_OUT);
            }
        }
        flow = flow.batchNorm("features.norm5");
        boolean cut = TiaToolbox.isMeant(tensors.keySet());
        return draft.build(common(draft), label(), TiaToolbox.head(cut ? flow : flow.relu()), "classifier");
    }

    private static Flow layer(Flow input, String name) {
        Flow grown = input.batchNorm(name + ".norm1")
                .relu()
                .convolution(name + ".conv1", Window.of(1, 1, 0))
                .batchNorm(name + ".norm2")
                .relu()
                .convolution(name + ".conv2", Window.of(3, 1, 1));
        return input.concat(name, grown);
    }

    private static String common(NetworkDraft draft) {
        List<Integer> layers = IntStream.rangeClosed(1, 4)
                .mapToObj(block -> layers(draft, block))
                .toList();
        int depth = 5 + 2 * layers.stream().mapToInt(Integer::intValue).sum();
        return List.of(121, 161, 169, 201).contains(depth) ? "densenet" + depth : "densenet";
    }

    private static int layers(NetworkDraft draft, int block) {
        int count = 0;
        while (draft.hasAnyOf("features.denseblock" + block + ".denselayer" + (count + 1))) {
            count++;
        }
        return count;
    }
}
