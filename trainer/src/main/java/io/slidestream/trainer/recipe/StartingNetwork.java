package io.slidestream.trainer.recipe;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.networks.bundle.Architecture;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.bundle.TransformStep.Normalize;
import io.slidestream.networks.dl4j.Dl4jEngine;
import io.slidestream.networks.dl4j.Dl4jFeaturiser;
import io.slidestream.networks.dl4j.Trainee;
import io.slidestream.networks.engine.Device;
import io.slidestream.networks.engine.Featuriser;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.family.Families;
import io.slidestream.networks.graph.Folding;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.onnx.OnnxFeaturiser;
import io.slidestream.networks.pytorch.PyTorchFormatException;
import io.slidestream.networks.weights.Tensor;
import io.slidestream.trainer.base.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A network that a training begins with, whatever its classes. */
public sealed interface StartingNetwork {
    /** The name in a model's configuration. */
    String label();

    /** Side of the patches of a new model. */
    int inputSizePx();

    /** Name of the layer that gives the classes, before {@code .weight} and {@code .bias}. */
    String classifier();

    /** The shape of its weight for so many classes. */
    int[] classifierShape(int classCount);

    /** Whether a ReLU follows the classifier, as in SqueezeNet. */
    boolean endsInRelu();

    /** What the pretrained weights usually expect of the pixels. */
    Normalize normalize();

    /** Whether it can be trained without pretrained weights, too. */
    boolean canStartFromScratch();

    /**
     * Checks names, shapes and numbers, and that all layers can be trained so.
     *
     * @throws IllegalArgumentException naming what is wrong
     */
    void check(Map<String, Tensor> weights, Recipe recipe);

    InferenceEngine engine(Map<String, Tensor> weights, int sizePx, int batchSize, int threads);

    Featuriser featuriser(Map<String, Tensor> weights, int sizePx, int batchSize, int threads);

    Trainee trainee(Map<String, Tensor> weights, int sizePx, Recipe recipe, int threads);

    /** Inputs of the classifier. */
    default int featureCount() {
        return classifierShape(1)[1];
    }

    /** One whose layers are written here. */
    static StartingNetwork of(Architecture architecture) {
        return new Built(architecture);
    }

    /**
     * Finds the network by name and weights.
     *
     * @param name that the user gives, or null for the one of the weights, or else SqueezeNet
     * @param pretrained file of weights or a bundle's folder, or null
     * @throws TrainingException if there is no such network, or the weights cannot be read
     */
    static StartingNetwork find(@Nullable String name, @Nullable Path pretrained) {
        Architecture named = name == null ? null : Built.named(name);
        if (pretrained == null) {
            if (name != null && named == null) {
                throw new TrainingException("--network " + name + " is trained from weights of its own only: name them"
                        + " with --pretrained. Without any, --network is squeezenet, alexnet or alexnet-grouped");
            }
            return new Built(named == null ? Architecture.SQUEEZENET1_1 : named);
        }
        if (!Files.exists(pretrained)) {
            throw new TrainingException("cannot read the pretrained weights: there is no " + pretrained);
        }
        if (named != null && !Files.isDirectory(pretrained)) {
            return new Built(named);
        }
        try {
            ModelBundle bundle = Files.isDirectory(pretrained) ? ModelBundle.load(pretrained) : null;
            if (bundle != null && !bundle.hasWeights()) {
                throw new IllegalArgumentException(
                        "the model has an ONNX file only; --encoder trains a new layer on its features");
            }
            return found(name, bundle, PretrainedWeights.read(pretrained));
        } catch (PyTorchFormatException e) {
            throw new TrainingException("cannot use the pretrained weights: " + pretrained + " " + e.getMessage(), e);
        } catch (IOException e) {
            throw new TrainingException("cannot read the pretrained weights: " + FileFault.words(e), e);
        } catch (IllegalArgumentException | ModelBundleException e) {
            throw new TrainingException("cannot use the pretrained weights " + pretrained + ": " + e.getMessage(), e);
        }
    }

    private static StartingNetwork found(
            @Nullable String name, @Nullable ModelBundle bundle, Map<String, Tensor> weights) {
        StartingNetwork network = Arrays.stream(Architecture.values())
                .filter(architecture -> architecture.shapes(1).keySet().equals(weights.keySet()))
                .findFirst()
                .<StartingNetwork>map(Built::new)
                .orElseGet(() -> Described.of(weights, bundle));
        Architecture named = name == null ? null : Built.named(name);
        if (name != null && !(named == null ? name : named.label()).equals(network.label())) {
            throw new IllegalArgumentException(
                    "they are a " + network.label() + ", and --network says " + name + "; leave --network out");
        }
        return network;
    }

    /** A network whose layers are written here. */
    record Built(Architecture architecture) implements StartingNetwork {
        static @Nullable Architecture named(String name) {
            return switch (name) {
                case "alexnet" -> Architecture.ALEXNET;
                case "alexnet-grouped" -> Architecture.ALEXNET_GROUPED;
                case "squeezenet", "squeezenet1_1" -> Architecture.SQUEEZENET1_1;
                default -> null;
            };
        }

        @Override
        public String label() {
            return architecture.label();
        }

        @Override
        public int inputSizePx() {
            return architecture.inputSizePx();
        }

        @Override
        public String classifier() {
            return architecture.classifier();
        }

        @Override
        public int[] classifierShape(int classCount) {
            int[] shape = architecture.shapes(classCount).get(classifier() + ".weight");
            if (shape == null) {
                throw new IllegalStateException(architecture + " has no " + classifier());
            }
            return shape;
        }

        @Override
        public boolean endsInRelu() {
            return architecture == Architecture.SQUEEZENET1_1;
        }

        @Override
        public Normalize normalize() {
            return switch (architecture) {
                case ALEXNET -> TrainingRequest.TORCHVISION;
                case ALEXNET_GROUPED, SQUEEZENET1_1 -> TrainingRequest.CAFFE;
            };
        }

        @Override
        public boolean canStartFromScratch() {
            return true;
        }

        @Override
        public void check(Map<String, Tensor> weights, Recipe recipe) {
            architecture.check(weights, architecture.classCount(weights));
        }

        @Override
        public InferenceEngine engine(Map<String, Tensor> weights, int sizePx, int batchSize, int threads) {
            return Dl4jEngine.of(architecture, sizePx, weights, batchSize, threads);
        }

        @Override
        public Featuriser featuriser(Map<String, Tensor> weights, int sizePx, int batchSize, int threads) {
            return Dl4jFeaturiser.of(architecture, sizePx, weights, batchSize, threads);
        }

        @Override
        public Trainee trainee(Map<String, Tensor> weights, int sizePx, Recipe recipe, int threads) {
            return Trainee.of(
                    architecture,
                    sizePx,
                    weights,
                    recipe.dropout(),
                    recipe.feeding().batch(),
                    threads);
        }
    }

    /**
     * A network of a described family, found from its weights.
     *
     * @param network as the pretrained weights have it, with classes of their own
     * @param features inputs of its classifier
     * @param normalize what the weights expect of the pixels
     */
    record Described(Network network, int features, Normalize normalize) implements StartingNetwork {
        private static final int PATCH_PX = 224;

        static Described of(Map<String, Tensor> weights, @Nullable ModelBundle bundle) {
            int side = bundle == null ? PATCH_PX : bundle.config().inputSizePx();
            Network network = Families.network(weights, side);
            Tensor classifier = weights.get(network.classifier() + ".weight");
            if (classifier == null || classifier.shape().length != 2) {
                throw new IllegalArgumentException(network.label()
                        + " has no dense layer as its last, and cannot be trained in all its layers here");
            }
            return new Described(network, classifier.shape()[1], pixels(bundle));
        }

        private static Normalize pixels(@Nullable ModelBundle bundle) {
            if (bundle == null) {
                return TrainingRequest.TORCHVISION;
            }
            return bundle.config().transform().stream()
                    .filter(Normalize.class::isInstance)
                    .map(Normalize.class::cast)
                    .findFirst()
                    .orElse(new Normalize(List.of(0.0, 0.0, 0.0), List.of(1.0, 1.0, 1.0)));
        }

        @Override
        public String label() {
            return network.label();
        }

        @Override
        public int inputSizePx() {
            return network.sizePx();
        }

        @Override
        public String classifier() {
            return network.classifier();
        }

        @Override
        public int[] classifierShape(int classCount) {
            return new int[] {classCount, features};
        }

        @Override
        public boolean endsInRelu() {
            return false;
        }

        @Override
        public boolean canStartFromScratch() {
            return false;
        }

        @Override
        public void check(Map<String, Tensor> weights, Recipe recipe) {
            Tensor.checkFinite(weights);
            if (recipe.allLayers()) {
                Trainee.check(
                        Families.network(weights, network.sizePx()),
                        weights,
                        recipe.batchNorm(),
                        recipe.feeding().batch());
            }
        }

        @Override
        public InferenceEngine engine(Map<String, Tensor> weights, int sizePx, int batchSize, int threads) {
            Network own = Families.network(weights, sizePx);
            return Dl4jEngine.of(Folding.of(own, weights), batchSize, threads, Device.CPU);
        }

        @Override
        public Featuriser featuriser(Map<String, Tensor> weights, int sizePx, int batchSize, int threads) {
            return OnnxFeaturiser.of(weights, sizePx, batchSize, threads);
        }

        @Override
        public Trainee trainee(Map<String, Tensor> weights, int sizePx, Recipe recipe, int threads) {
            return Trainee.of(
                    Families.network(weights, sizePx),
                    weights,
                    recipe.batchNorm(),
                    recipe.dropout(),
                    recipe.feeding().batch(),
                    threads);
        }
    }
}
