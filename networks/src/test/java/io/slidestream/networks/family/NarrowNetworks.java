package io.slidestream.networks.family;

import io.slidestream.networks.graph.Misfit;
import io.slidestream.networks.weights.Tensor;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Narrow networks of families without a golden file, their numbers noise by name and place. Their tensors are what the family asks for: it
 * is given the first few, and one more each time it misses it.
 */
public enum NarrowNetworks {
    ALEXNET(16, 224, layers("features.", "0", "3", "6", "8", "10"), layers("classifier.", "1", "4", "6")),
    ALEXNET_GROUPED(
            16,
            131,
            layers("", "conv1", "conv2", "conv3", "conv4", "conv5", "fc6", "fc7", "fc8"),
            List.of("conv2.weight=16x8x5x5", "conv4.weight=16x8x3x3", "conv5.weight=16x8x3x3")),
    ALEXNET_TIATOOLBOX(16, 131, layers("feat_extract.", "0", "3", "6", "8", "10"), layers("", "classifier")),
    VGG11(
            48,
            224,
            layers("features.", "0", "3", "6", "8", "11", "13", "16", "18"),
            layers("classifier.", "0", "3", "6")),
    VGG11_BN(
            16,
            224,
            layers("features.", "0", "4", "8", "11", "15", "18", "22", "25"),
            norms("features.", "1", "5", "9", "12", "16", "19", "23", "26"),
            layers("classifier.", "0", "3", "6")),
    INCEPTION_V3(16, 107, List.of("Conv2d_1a_3x3.conv.weight"), layers("", "fc")),
    INCEPTION_V4(
            16,
            107,
            List.of("features.0.conv.weight", "features.0.bn.weight", "features.4.branch0.0.conv.weight"),
            List.of("features.4.branch0.0.bn.weight"),
            layers("", "last_linear")),
    PREACTRESNET34(
            16,
            64,
            layers("", "conv1", "linear"),
            blocks(1, 3),
            blocks(2, 4),
            blocks(3, 6),
            blocks(4, 3),
            List.of("layer2.0.shortcut.0.weight", "layer3.0.shortcut.0.weight", "layer4.0.shortcut.0.weight"));

    private static final int MOST_TENSORS = 2_000;
    private static final Pattern MISSING = Pattern.compile("(\\S+) is missing$");
    private static final Pattern WRONG = Pattern.compile("(\\S+) should be \\[([^]]*)], is ");

    private final int width;
    private final int sizePx;
    /** Tensors by which the family is known, and those that it can do without. */
    private final String first;

    @SafeVarargs
    NarrowNetworks(int width, int sizePx, List<String>... first) {
        this.width = width;
        this.sizePx = sizePx;
        this.first = Arrays.stream(first).flatMap(List::stream).collect(Collectors.joining(" "));
    }

    /** Outputs of every layer. */
    public int width() {
        return width;
    }

    public int sizePx() {
        return sizePx;
    }

    /** Weights and biases of layers. */
    private static List<String> layers(String before, String... names) {
        return Arrays.stream(names)
                .flatMap(name -> List.of(before + name + ".weight", before + name + ".bias").stream())
                .toList();
    }

    private static List<String> norms(String before, String... names) {
        return Arrays.stream(names).map(name -> before + name + ".weight=16").toList();
    }

    private static List<String> blocks(int stage, int count) {
        List<String> names = new ArrayList<>();
        for (int block = 0; block < count; block++) {
            names.add("layer" + stage + "." + block + ".bn1.weight");
            names.add("layer" + stage + "." + block + ".conv1.weight");
        }
        return names;
    }

    public Map<String, Tensor> weights() {
        Map<String, int[]> shapes = new LinkedHashMap<>();
        for (String tensor : first.split(" ", -1)) {
            String[] parts = tensor.split("=", -1);
            shapes.put(parts[0], parts.length > 1 ? sizes(parts[1], "x") : unknown(parts[0]));
        }
        while (asksForMore(shapes)) {
            if (shapes.size() > MOST_TENSORS) {
                throw new IllegalStateException(this + " asks for more and more");
            }
        }
        Map<String, Tensor> weights = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> weights.put(name, GoldenNetwork.filled(name, shape)));
        return weights;
    }

    private boolean asksForMore(Map<String, int[]> shapes) {
        try {
            Families.networkOf(shapes, sizePx);
            return false;
        } catch (Misfit e) {
            String message = Objects.requireNonNull(e.getMessage());
            Matcher missing = MISSING.matcher(message);
            Matcher wrong = WRONG.matcher(message);
            if (missing.find()) {
                String name = missing.group(1);
                shapes.put(name, unknown(name));
                if (name.endsWith(".conv.weight")) {
                    shapes.put(name.replace(".conv.weight", ".bn.weight"), new int[] {width});
                }
            } else if (wrong.find()) {
                shapes.put(wrong.group(1), sizes(wrong.group(2), ", "));
            } else {
                throw e;
            }
            return true;
        }
    }

    private int[] unknown(String name) {
        return name.endsWith("weight") ? new int[] {width, 1, 1, 1} : new int[] {width};
    }

    private static int[] sizes(String text, String between) {
        return Arrays.stream(text.split(between, -1))
                .mapToInt(Integer::parseInt)
                .toArray();
    }
}
