package io.slidestream.networks.family;

import io.slidestream.networks.graph.Flow;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.NetworkDraft;
import io.slidestream.networks.graph.Operation.Rounding;
import io.slidestream.networks.graph.Window;
import io.slidestream.networks.weights.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * ResNet of He et al. (2015) with basic blocks or bottlenecks, ResNeXt of Xie et al. (2016) and wide ResNet of Zagoruyko
 * and Komodakis (2016), under torchvision's and timm's names, which are the same, and TIAToolbox's, which are torchvision's
 * children by number.
 */
final class ResNet implements Family {
    private static final String STEM = "conv1";

    @Override
    public String label() {
        return "ResNet";
    }

    @Override
    public boolean claims(Set<String> names) {
        return Layers.has(names, "conv1.weight", "bn1.weight", "layer1.0.conv1.weight", "fc.weight")
                        && !Layers.hasBelow(names, "layer1.0.shortcut.")
                || Layers.has(names, "feat_extract.0.weight", "feat_extract.1.weight", "feat_extract.4.0.conv1.weight");
    }

    @Override
    public Network network(Map<String, int[]> tensors, int sizePx) {
        boolean numbered = TiaToolbox.isMeant(tensors.keySet());
        NetworkDraft draft = new NetworkDraft(tensors, sizePx, numbered ? ResNet::numbered : UnaryOperator.identity());
        Flow flow = draft.input()
                .convolution(STEM, Window.of(7, 2, 3))
                .batchNorm("bn1")
                .relu()
                .maximum("maxpool", Window.of(3, 2, 1), Rounding.DOWN);
        for (int stage = 1; stage <= 4; stage++) {
            int blocks = draft.count("layer" + stage);
            for (int block = 0; block < blocks; block++) {
                flow = block(draft, flow, "layer" + stage + "." + block, stage > 1 && block == 0 ? 2 : 1);
            }
        }
        if (numbered) {
            return draft.build(common(draft), label(), TiaToolbox.head(flow), "classifier");
        }
        return draft.build(
                common(draft),
                label(),
                flow.globalAverage("avgpool").flatten("flatten").dense("fc"),
                "fc");
    }

    @Override
    public Optional<Headless> headless(Map<String, Tensor> weights) {
        Set<String> names = weights.keySet();
        if (!Layers.has(names, "conv1.weight", "bn1.weight", "layer1.0.conv1.weight")
                || Layers.hasBelow(names, "layer1.0.shortcut.")
                || names.stream().anyMatch(name -> name.matches("(fc|linear|classifier|head)\\..*"))) {
            return Optional.empty();
        }
        return Stream.of("layer4.0.bn3.weight", "layer4.0.bn2.weight")
                .map(weights::get)
                .filter(Objects::nonNull)
                .findFirst()
                .map(last -> new Headless("fc", last.shape()[0]));
    }

    private static Flow block(NetworkDraft draft, Flow input, String name, int stride) {
        boolean bottleneck = draft.has(name + ".conv3");
        Flow main = input.convolution(name + ".conv1", bottleneck ? Window.of(1, 1, 0) : Window.of(3, stride, 1))
                .batchNorm(name + ".bn1")
                .relu()
                .grouped(name + ".conv2", Window.of(3, bottleneck ? stride : 1, 1))
                .batchNorm(name + ".bn2");
        if (bottleneck) {
            main = main.relu().convolution(name + ".conv3", Window.of(1, 1, 0)).batchNorm(name + ".bn3");
        }
        Flow shortcut = draft.has(name + ".downsample.0")
                ? input.convolution(name + ".downsample.0", Window.of(1, stride, 0))
                        .batchNorm(name + ".downsample.1")
                : input;
        return main.add(name, shortcut).relu();
    }

    /** Torchvision's children: conv1, bn1, relu, maxpool, layer1 to layer4. */
    private static String numbered(String layer) {
        String renamed = layer.startsWith("layer")
                ? (Integer.parseInt(layer.substring(5, 6)) + 3) + layer.substring(6)
                : layer.replace(STEM, "0").replace("bn1", "1");
        return layer.equals("classifier") ? layer : TiaToolbox.TRUNK + "." + renamed;
    }

    private static String common(NetworkDraft draft) {
        List<Integer> blocks = IntStream.rangeClosed(1, 4)
                .mapToObj(stage -> draft.count("layer" + stage))
                .toList();
        boolean bottleneck = draft.has("layer1.0.conv3");
        int width = draft.weight("layer1.0.conv1")[0];
        int perGroup = draft.weight("layer1.0.conv2")[1];
        int depth = 2
                + (bottleneck ? 3 : 2)
                        * blocks.stream().mapToInt(Integer::intValue).sum();
        boolean usual = List.of(List.of(2, 2, 2, 2), List.of(3, 4, 6, 3), List.of(3, 4, 23, 3), List.of(3, 8, 36, 3))
                .contains(blocks);
        if (!usual) {
            return "resnet";
        }
        if (perGroup < width) {
            return "resnext" + depth + "_" + width / perGroup + "x" + perGroup + "d";
        }
        return bottleneck && width == 128 ? "wide_resnet" + depth + "_2" : "resnet" + depth;
    }
}
