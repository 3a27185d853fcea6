package io.slidestream.networks.family;

import io.slidestream.networks.graph.Misfit;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.weights.Tensor;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
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
     * The weights with a classifier that does nothing, where they are a transformer's or a ResNet's that was published without
     * one, as encoders are; else the weights.
     */
    public static Map<String, Tensor> withClassifier(Map<String, Tensor> weights) {
        return ALL.stream()
                .flatMap(family -> family.headless(weights).stream())
                .findFirst()
                .map(headless -> headless.withIdentity(weights))
                .orElse(weights);
    }

    /**
     * The weights under the names that their family has for them: a last layer that is alone in a sequence gets the
     * sequence's name.
     *
     * @return the weights themselves where they fit as they are, and where no other name helps
     */
    public static Map<String, Tensor> plainlyNamed(Map<String, Tensor> weights, int sizePx) {
        if (fits(weights, sizePx)) {
            return weights;
        }
        return SequentialHead.plain(weights)
                .filter(plain -> fits(plain, sizePx))
                .orElse(weights);
    }

    private static boolean fits(Map<String, Tensor> weights, int sizePx) {
        try {
            network(weights, sizePx);
            return true;
        } catch (IllegalArgumentException e) {
            return false;
        }
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
                .orElseThrow(() -> unclaimed(tensors.keySet()));
        try {
            return family.network(tensors, sizePx);
        } catch (Misfit e) {
            throw new Misfit("the weights have the names of a network of the family " + family.label()
                    + " and do not fit it: " + e.getMessage());
        }
    }

    private static Misfit unclaimed(Set<String> names) {
        for (Map.Entry<String, SortedSet<Integer>> sequence :
                SequentialHead.places(names).entrySet()) {
            Set<String> plain = new HashSet<>(names);
            plain.add(sequence.getKey() + ".weight");
            Optional<Family> family =
                    ALL.stream().filter(known -> known.claims(plain)).findFirst();
            if (family.isPresent() && sequence.getValue().size() > 1) {
                return new Misfit("the weights have the names of a network of the family "
                        + family.get().label() + " and do not fit it: " + sequence.getKey() + "."
                        + sequence.getValue().first()
                        + ".weight is one of several last layers, and weights do not say what is between them");
            }
        }
        return new Misfit("the weights fit no network that is known here (" + String.join(", ", labels()) + "): "
                + names.iterator().next() + " is not among the names of any");
    }
}
