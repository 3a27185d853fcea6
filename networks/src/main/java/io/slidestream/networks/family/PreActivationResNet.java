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
import java.util.stream.IntStream;

/** ResNet with normalisation and ReLU before each convolution, He et al. (2016), in the form of WSInfer's zoo. */
final class PreActivationResNet implements Family {
    @Override
    public String label() {
        return "pre-activation ResNet";
    }

    @Override
    public boolean claims(Set<String> names) {
        return Layers.has(names, "conv1.weight", "layer1.0.bn1.weight", "layer1.0.conv1.weight", "linear.weight");
    }

    @Override
    public Network network(Map<String, int[]> tensors, int sizePx) {
        NetworkDraft draft = new NetworkDraft(tensors, sizePx, UnaryOperator.identity());
        Flow flow = draft.input()
                .convolution("conv1", Window.of(7, 2, 3))
                .maximum("maxpool", Window.of(3, 2, 1), Rounding.DOWN);
        for (int stage = 1; stage <= 4; stage++) {
            int blocks = draft.count("layer" + stage);
            for (int block = 0; block < blocks; block++) {
                flow = block(draft, flow, "layer" + stage + "." + block, stage > 1 && block == 0 ? 2 : 1);
            }
        }
        List<Integer> blocks = IntStream.rangeClosed(1, 4)
                .mapToObj(stage -> draft.count("layer" + stage))
                .toList();
        String common = blocks.equals(List.of(2, 2, 2, 2))
                ? "preactresnet18"
                : blocks.equals(List.of(3, 4, 6, 3)) ? "preactresnet34" : "preactresnet";
        Flow logits = flow.globalAverage("avgpool").flatten("flatten").dense("linear");
        return draft.build(common, label(), logits, "linear");
    }

    private static Flow block(NetworkDraft draft, Flow input, String name, int stride) {
        Flow activated = input.batchNorm(name + ".bn1").relu();
        Flow shortcut = draft.has(name + ".shortcut.0")
                ? activated.convolution(name + ".shortcut.0", Window.of(1, stride, 0))
                : input;
        return activated
                .convolution(name + ".conv1", Window.of(3, stride, 1))
                .batchNorm(name + ".bn2")
                .relu()
                .convolution(name + ".conv2", Window.of(3, 1, 1))
                .add(name, shortcut);
    }
}
