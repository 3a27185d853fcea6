package io.slidestream.networks.family;

import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.Flow;
import io.slidestream.networks.graph.Misfit;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.NetworkDraft;
import io.slidestream.networks.graph.Window;
import io.slidestream.networks.weights.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * Vision transformer of Dosovitskiy et al. (2021) under torchvision's and timm's names: with class and register tokens,
 * LayerScale, GELU or SwiGLU, read at the class token or as the mean of the patches' tokens.
 *
 * <p>The number of heads is in no tensor. It is the width over 64, but for the published widths that are another.
 */
final class VisionTransformer implements Family {
    private static final double EPSILON = 1e-6;
    private static final int HEAD_WIDTH = 64;
    private static final Map<Integer, Integer> OTHER_HEADS = Map.of(1152, 16, 1280, 16, 1408, 16, 1664, 16);
    private static final Map<Integer, String> SIZES =
            Map.of(192, "tiny", 384, "small", 768, "base", 1024, "large", 1280, "huge", 1408, "giant", 1536, "giant");

    private static final String CLASS_TOKEN = "cls_token";
    private static final String REGISTERS = "reg_token";
    private static final String POSITIONS = "pos_embed";

    @Override
    public String label() {
        return "ViT";
    }

    @Override
    public boolean claims(Set<String> names) {
        return isTimms(names) || Layers.has(names, "class_token", "conv_proj.weight");
    }

    static boolean isTimms(Set<String> names) {
        return Layers.has(names, POSITIONS, "patch_embed.proj.weight", "blocks.0.norm1.weight");
    }

    @Override
    public Optional<Headless> headless(Map<String, Tensor> weights) {
        Tensor positions = weights.get(POSITIONS);
        return positions == null
                        || positions.shape().length != 3
                        || weights.containsKey("head.weight")
                        || !isTimms(weights.keySet())
                ? Optional.empty()
                : Optional.of(new Headless("head", positions.shape()[2]));
    }

    @Override
    public Network network(Map<String, int[]> tensors, int sizePx) {
        NetworkDraft draft = new NetworkDraft(tensors, sizePx, UnaryOperator.identity());
        return isTimms(tensors.keySet()) ? timms(draft) : torchvisions(draft);
    }

    private static Network torchvisions(NetworkDraft draft) {
        int[] projection = draft.weight("conv_proj");
        Flow flow = patches(draft, "conv_proj", projection).prefixed("tokens", List.of("class_token"));
        flow = positioned(flow, draft, "encoder.pos_embedding", projection);
        int heads = heads(flow.channels());
        String block = "encoder.layers.encoder_layer_0";
        for (int i = 1; draft.hasAnyOf(block); block = "encoder.layers.encoder_layer_" + i++) {
            String attention = block + ".self_attention";
            Flow attended = flow.layerNorm(block + ".ln_1", EPSILON)
                    .dense(attention, attention + ".in_proj_weight", attention + ".in_proj_bias")
                    .attention(attention, heads)
                    .dense(attention + ".out_proj");
            flow = flow.add(attention, attended);
            boolean named = draft.has(block + ".mlp.linear_1");
            Flow seen = flow.layerNorm(block + ".ln_2", EPSILON)
                    .dense(block + (named ? ".mlp.linear_1" : ".mlp.0"))
                    .activate(Activation.GELU)
                    .dense(block + (named ? ".mlp.linear_2" : ".mlp.3"));
            flow = flow.add(block, seen);
        }
        Flow logits = flow.layerNorm("encoder.ln", EPSILON).firstToken("class").dense("heads.head");
        return draft.build(name(flow.channels(), projection), "ViT", logits, "heads.head");
    }

    private static Network timms(NetworkDraft draft) {
        int[] projection = draft.weight("patch_embed.proj");
        Flow flow = patches(draft, "patch_embed.proj", projection);
        List<String> prefix = new ArrayList<>();
        for (String token : List.of(CLASS_TOKEN, REGISTERS)) {
            if (draft.holds(token)) {
                prefix.add(token);
            }
        }
        boolean ofPatchesAlone = draft.tensor(POSITIONS).length == 3 && draft.tensor(POSITIONS)[1] == flow.tokenCount();
        int patches = flow.tokenCount();
        if (ofPatchesAlone) {
            flow = positioned(flow, draft, POSITIONS, projection);
        }
        if (!prefix.isEmpty()) {
            flow = flow.prefixed("tokens", prefix);
        }
        int first = flow.tokenCount() - patches;
        if (!ofPatchesAlone) {
            flow = positioned(flow, draft, POSITIONS, projection);
        }
        if (draft.hasAnyOf("norm_pre")) {
            flow = flow.layerNorm("norm_pre", EPSILON);
        }
        int heads = heads(flow.channels());
        int blocks = draft.count("blocks");
        for (int i = 0; i < blocks; i++) {
            flow = block(draft, flow, "blocks." + i, heads);
        }
        boolean mean = draft.hasAnyOf("fc_norm") || prefix.isEmpty();
        if (draft.hasAnyOf("norm")) {
            flow = flow.layerNorm("norm", EPSILON);
        }
        Flow read = mean ? flow.meanToken("mean", first) : flow.firstToken("class");
        if (draft.hasAnyOf("fc_norm")) {
            read = read.layerNorm("fc_norm", EPSILON);
        }
        draft.ignore("mask_token");
        return draft.build(name(flow.channels(), projection), "ViT", read.dense("head"), "head");
    }

    private static Flow block(NetworkDraft draft, Flow input, String name, int heads) {
        Flow attended = input.layerNorm(name + ".norm1", EPSILON)
                .dense(name + ".attn.qkv")
                .attention(name + ".attn", heads)
                .dense(name + ".attn.proj");
        Flow flow = input.add(name + ".attn", scaled(draft, attended, name + ".ls1"));
        Flow seen = flow.layerNorm(name + ".norm2", EPSILON).dense(name + ".mlp.fc1");
        seen = draft.weight(name + ".mlp.fc2")[1] * 2 == seen.channels()
                ? seen.gated(name + ".mlp")
                : seen.activate(Activation.GELU);
        return flow.add(name, scaled(draft, seen.dense(name + ".mlp.fc2"), name + ".ls2"));
    }

    private static Flow scaled(NetworkDraft draft, Flow flow, String name) {
        return draft.hasAnyOf(name) ? flow.scaled(name + ".gamma") : flow;
    }

    private static Flow patches(NetworkDraft draft, String name, int[] projection) {
        if (projection.length != 4 || projection[2] != projection[3] || projection[2] < 1) {
            throw new Misfit(name + ".weight should be [?, 3, side, side], is " + Arrays.toString(projection));
        }
        if (draft.sizePx() % projection[2] != 0) {
            throw new IllegalArgumentException("the network does not take patches of " + draft.sizePx()
                    + " px: its own " + projection[2] + " px do not divide it");
        }
        return draft.input()
                .convolution(name, Window.of(projection[2], projection[2], 0))
                .tokens("patches");
    }

    /** The weights hold places for one size of patch; to interpolate them would make another network. */
    private static Flow positioned(Flow flow, NetworkDraft draft, String tensor, int[] projection) {
        int[] shape = draft.tensor(tensor);
        if (shape.length == 3 && shape[1] != flow.tokenCount()) {
            int side = projection[2] * (int) Math.sqrt(shape[1]);
            throw new IllegalArgumentException("the network does not take patches of " + draft.sizePx() + " px: "
                    + tensor + " has places for " + shape[1] + " tokens, of patches of " + side + " px, and there are "
                    + flow.tokenCount());
        }
        return flow.positioned(tensor);
    }

    private static int heads(int width) {
        int heads = OTHER_HEADS.getOrDefault(width, width / HEAD_WIDTH);
        if (width % Math.max(1, heads) != 0
                || heads < 1
                || !OTHER_HEADS.containsKey(width) && width % HEAD_WIDTH != 0) {
            throw new Misfit("tokens of " + width + " features are no whole number of heads of " + HEAD_WIDTH);
        }
        return heads;
    }

    private static String name(int width, int[] projection) {
        return "vit_" + SIZES.getOrDefault(width, Integer.toString(width)) + "_patch" + projection[2];
    }
}
