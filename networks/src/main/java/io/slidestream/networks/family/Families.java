package io.slidestream.networks.family;

import io.slidestream.networks.graph.Misfit;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.weights.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** All families there are. */
public final class Families {
    private static final List<Family> ALL = List.of(
            new SqueezeNet(),
            new GroupedAlexNet(),
            new AlexNet(),
            new Vgg(),
            new ResNet(),
            new PreActivationResNet(),
            new DenseNet(),
            new MobileNetV2(),
            new MobileNetV3(),
            new EfficientNet(),
            new TimmMobile(),
            new GoogLeNet(),
            new InceptionV3(),
            new InceptionV4(),
            new VisionTransformer());

    private static final String COUNTER = "num_batches_tracked";

    private Families() {}

    /** What they are called. */
    public static List<String> labels() {
        return ALL.stream().map(Family::label).distinct().toList();
    }

    /**
     * The weights with a classifier that does nothing, where they are a transformer's that was published without one, as encoders
     * are; else the weights.
     */
    public static Map<String, Tensor> withClassifier(Map<String, Tensor> weights) {
        Tensor positions = weights.get("pos_embed");
        if (positions == null
                || positions.shape().length != 3
                || weights.containsKey("head.weight")
                || !VisionTransformer.isTimms(weights.keySet())) {
            return weights;
        }
        int width = positions.shape()[2];
        Tensor identity = Tensor.zeros(width, width);
        for (int i = 0; i < width; i++) {
            identity.values()[i * width + i] = 1;
        }
        Map<String, Tensor> whole = new LinkedHashMap<>(weights);
        whole.put("head.weight", identity);
        whole.put("head.bias", Tensor.zeros(width));
        return whole;
    }

    /** The network of a set of weights. */
    public static Network network(Map<String, Tensor> weights, int sizePx) {
        Map<String, int[]> shapes = new LinkedHashMap<>();
        weights.forEach((name, tensor) -> shapes.put(name, tensor.shape()));
        return networkOf(shapes, sizePx);
    }

    /**
     * The network that tensors of these shapes are for.
     *
     * @throws Misfit if they are none's, naming the first that does not fit
     * @throws IllegalArgumentException if the network does not take patches of this side
     */
    public static Network networkOf(Map<String, int[]> shapes, int sizePx) {
        Map<String, int[]> tensors = shapes.entrySet().stream()
                .filter(entry -> !entry.getKey().endsWith(COUNTER))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (a, b) -> a, LinkedHashMap::new));
        if (tensors.isEmpty()) {
            throw new Misfit("the weights fit no network that is known here: there are none");
        }
        Family family = ALL.stream()
                .filter(known -> known.claims(tensors.keySet()))
                .findFirst()
                .orElseThrow(() -> new Misfit("the weights fit no network that is known here ("
                        + String.join(", ", labels()) + "): "
                        + tensors.keySet().iterator().next() + " is not among the names of any"));
        try {
            return family.network(tensors, sizePx);
        } catch (Misfit e) {
            throw new Misfit("the weights have the names of a network of the family " + family.label()
                    + " and do not fit it: " + e.getMessage());
        }
    }
}
