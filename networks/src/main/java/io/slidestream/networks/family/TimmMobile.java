package io.slidestream.networks.family;

import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.Flow;
import io.slidestream.networks.graph.Misfit;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.NetworkDraft;
import io.slidestream.networks.graph.Window;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * MobileNetV2, MobileNetV3, EfficientNet and EfficientNetV2 as timm names them, all by one plan of blocks. Those whose
 * weights came from TensorFlow have the same names and another padding: they are not these.
 */
final class TimmMobile implements Family {
    /**
     * What the tensors do not say.
     *
     * @param strides of the first block of each stage
     * @param activation of most layers
     * @param firstOther the first stage with that activation; before it, ReLU
     * @param gate what squeeze and excitation ends with
     */
    private record Plan(
            String label,
            List<Integer> strides,
            Activation activation,
            int firstOther,
            Activation between,
            Activation gate,
            double epsilon) {
        Activation activation(int stage) {
            return stage < firstOther ? Activation.RELU : activation;
        }
    }

    @Override
    public String label() {
        return "MobileNet or EfficientNet";
    }

    @Override
    public boolean claims(Set<String> names) {
        return Layers.has(names, "conv_stem.weight", "conv_head.weight", "classifier.weight")
                && Layers.hasBelow(names, "blocks.0.0.");
    }

    @Override
    public Network network(Map<String, int[]> tensors, int sizePx) {
        NetworkDraft draft = new NetworkDraft(tensors, sizePx, UnaryOperator.identity());
        Plan plan = plan(draft, tensors.keySet());
        Activation stem = plan.label().startsWith("mobilenet_v3") ? Activation.HARD_SWISH : plan.activation();
        Flow flow = draft.input()
                .convolution("conv_stem", Window.of(3, 2, 1))
                .batchNorm("bn1", plan.epsilon())
                .activate(stem);
        int stages = draft.count("blocks");
        for (int stage = 0; stage < stages; stage++) {
            int blocks = draft.count("blocks." + stage);
            for (int block = 0; block < blocks; block++) {
                int stride = block == 0 && stage < plan.strides().size()
                        ? plan.strides().get(stage)
                        : 1;
                flow = block(draft, flow, "blocks." + stage + "." + block, stride, plan, plan.activation(stage));
            }
        }
        Flow logits = plan.label().startsWith("mobilenet_v3")
                ? flow.globalAverage("global_pool")
                        .convolution("conv_head", Window.of(1, 1, 0))
                        .activate(Activation.HARD_SWISH)
                        .flatten("flatten")
                : flow.convolution("conv_head", Window.of(1, 1, 0))
                        .batchNorm("bn2", plan.epsilon())
                        .activate(plan.activation())
                        .globalAverage("global_pool")
                        .flatten("flatten");
        return draft.build(plan.label(), label(), logits.dropout().dense("classifier"), "classifier");
    }

    private static Plan plan(NetworkDraft draft, Set<String> names) {
        int stages = draft.count("blocks");
        boolean excited = names.stream().anyMatch(name -> name.contains(".se."));
        if (draft.has("blocks.0.0.conv")) {
            return new Plan(
                    "efficientnet_v2_" + (draft.count("blocks.1") == 4 ? "s" : "other"),
                    List.of(1, 2, 2, 2, 1, 2, 1),
                    Activation.SILU,
                    0,
                    Activation.SILU,
                    Activation.SIGMOID,
                    1e-3);
        }
        if (names.contains("conv_head.bias")) {
            boolean large = stages == 7;
            if (!large && stages != 6) {
                throw new Misfit("there are " + stages + " stages of blocks, MobileNetV3 has 7 or 6");
            }
            return new Plan(
                    large ? "mobilenet_v3_large" : "mobilenet_v3_small",
                    large ? List.of(1, 2, 2, 2, 1, 2) : List.of(2, 2, 2, 1, 2),
                    Activation.HARD_SWISH,
                    large ? 3 : 2,
                    Activation.RELU,
                    Activation.HARD_SIGMOID,
                    1e-5);
        }
        return excited
                ? new Plan(
                        "efficientnet_b" + size(draft),
                        List.of(1, 2, 2, 2, 1, 2, 1),
                        Activation.SILU,
                        0,
                        Activation.SILU,
                        Activation.SIGMOID,
                        1e-5)
                : new Plan(
                        "mobilenet_v2",
                        List.of(1, 2, 2, 2, 1, 2, 1),
                        Activation.RELU6,
                        0,
                        Activation.RELU,
                        Activation.SIGMOID,
                        1e-5);
    }

    private static String size(NetworkDraft draft) {
        return switch (draft.weight("conv_head")[0]) {
            case 1280 -> draft.count("blocks.0") == 1 ? "0" : "1";
            case 1408 -> "2";
            case 1536 -> "3";
            case 1792 -> "4";
            default -> "x";
        };
    }

    private static Flow block(
            NetworkDraft draft, Flow input, String name, int stride, Plan plan, Activation activation) {
        Flow flow;
        if (draft.has(name + ".conv")) {
            flow = input.convolution(name + ".conv", Layers.centred(draft, name + ".conv", stride))
                    .batchNorm(name + ".bn1", plan.epsilon())
                    .activate(activation);
        } else if (draft.has(name + ".conv_exp")) {
            flow = input.convolution(name + ".conv_exp", Layers.centred(draft, name + ".conv_exp", stride))
                    .batchNorm(name + ".bn1", plan.epsilon())
                    .activate(activation);
            flow = narrowed(draft, flow, name, "conv_pwl", "bn2", plan);
        } else if (draft.has(name + ".conv_pwl")) {
            flow = input.convolution(name + ".conv_pw", Window.of(1, 1, 0))
                    .batchNorm(name + ".bn1", plan.epsilon())
                    .activate(activation);
            flow = around(draft, flow, name, "bn2", stride, plan, activation);
            flow = narrowed(draft, flow, name, "conv_pwl", "bn3", plan);
        } else {
            flow = around(draft, input, name, "bn1", stride, plan, activation);
            flow = narrowed(draft, flow, name, "conv_pw", "bn2", plan);
        }
        return stride == 1 && flow.channels() == input.channels() && !isLast(name, plan) ? flow.add(name, input) : flow;
    }

    private static boolean isLast(String name, Plan plan) {
        return plan.label().startsWith("mobilenet_v3")
                && name.equals("blocks." + plan.strides().size() + ".0");
    }

    private static Flow around(
            NetworkDraft draft, Flow input, String name, String norm, int stride, Plan plan, Activation activation) {
        return input.depthwise(name + ".conv_dw", Layers.centred(draft, name + ".conv_dw", stride))
                .batchNorm(name + "." + norm, plan.epsilon())
                .activate(activation);
    }

    private static Flow narrowed(NetworkDraft draft, Flow input, String name, String layer, String norm, Plan plan) {
        Flow flow = draft.has(name + ".se.conv_reduce")
                ? input.excited(
                        name + ".se", name + ".se.conv_reduce", name + ".se.conv_expand", plan.between(), plan.gate())
                : input;
        return flow.convolution(name + "." + layer, Window.of(1, 1, 0)).batchNorm(name + "." + norm, plan.epsilon());
    }
}
