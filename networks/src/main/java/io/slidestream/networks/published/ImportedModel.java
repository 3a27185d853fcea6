package io.slidestream.networks.published;

import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.bundle.ModelConfig;
import io.slidestream.networks.bundle.TransformStep;
import io.slidestream.networks.bundle.TransformStep.Normalize;
import io.slidestream.networks.bundle.TransformStep.ToTensor;
import io.slidestream.networks.family.Families;
import io.slidestream.networks.graph.Misfit;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.pytorch.StateDictionary;
import io.slidestream.networks.weights.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A published model as it can be served: its network found, its configuration complete.
 *
 * @param naming who names tensors so
 * @param said where each part of the configuration comes from, a line each
 * @param assumed what nobody said, a line each
 */
public record ImportedModel(
        ModelConfig config,
        Map<String, Tensor> weights,
        Network network,
        String naming,
        List<String> said,
        List<String> assumed) {
    private static final String CONFIG = "config.json";

    /**
     * Reads the weights and settles the configuration.
     *
     * @throws ModelBundleException in one line, for a file that is no model known here and for classes that nobody names
     */
    public static ImportedModel of(ImportRequest request) {
        StateDictionary.Content content = WeightFile.read(request.file());
        Naming naming = Naming.of(content.tensors().keySet());
        Optional<TiaToolboxSet> known = TiaToolboxSet.of(request.file(), naming);
        ForeignConfig foreign = foreign(request);
        Settling settling = new Settling(request, foreign, known, naming);
        settling.said.addAll(content.said());
        int sizePx = settling.patchPx();
        double mpp = settling.mpp();
        List<TransformStep> transform = settling.transform();
        int inputPx = inputPx(transform, sizePx);
        Map<String, Tensor> weights = Families.plainlyNamed(content.tensors(), inputPx);
        Network network = network(request.file(), weights, inputPx);
        if (weights != content.tensors()) {
            settling.said.add("its last layer is alone in a sequence, and called " + network.classifier() + " here");
        }
        List<String> classes = settling.classes(network);
        try {
            Tensor.checkFinite(weights);
            ModelConfig config = new ModelConfig(
                    network.label(), classes, sizePx, mpp, transform, request.name(), request.licence(), 1);
            return new ImportedModel(
                    config,
                    weights,
                    network,
                    naming.label(),
                    List.copyOf(settling.said),
                    List.copyOf(settling.assumed));
        } catch (IllegalArgumentException e) {
            throw new ModelBundleException(request.file() + " cannot be imported: " + e.getMessage(), e);
        }
    }

    private static Network network(Path file, Map<String, Tensor> weights, int sizePx) {
        try {
            return Families.network(weights, sizePx);
        } catch (Misfit e) {
            throw new ModelBundleException(
                    file + " cannot be imported: " + e.getMessage()
                            + ". An ONNX export of it is served as it is: model.onnx beside a config.json (docs/formats.md)",
                    e);
        } catch (IllegalArgumentException e) {
            throw new ModelBundleException(file + " cannot be imported: " + e.getMessage(), e);
        }
    }

    private static int inputPx(List<TransformStep> transform, int patchPx) {
        return transform.stream()
                .filter(TransformStep.Resize.class::isInstance)
                .map(step -> ((TransformStep.Resize) step).sizePx())
                .findFirst()
                .orElse(patchPx);
    }

    private static ForeignConfig foreign(ImportRequest request) {
        if (request.config() != null) {
            if (!Files.isRegularFile(request.config())) {
                throw new ModelBundleException("there is no file " + request.config());
            }
            return ForeignConfig.read(request.config());
        }
        Path beside = request.file().resolveSibling(CONFIG);
        return Files.isRegularFile(beside) ? ForeignConfig.read(beside) : ForeignConfig.NONE;
    }

    /** Takes each part from who says it first: the person, the configuration, the name, the naming's habit. */
    private static final class Settling {
        private final ImportRequest request;
        private final ForeignConfig foreign;
        private final Optional<TiaToolboxSet> known;
        private final Naming naming;
        private final List<String> said = new ArrayList<>();
        private final List<String> assumed = new ArrayList<>();

        Settling(ImportRequest request, ForeignConfig foreign, Optional<TiaToolboxSet> known, Naming naming) {
            this.request = request;
            this.foreign = foreign;
            this.known = known;
            this.naming = naming;
        }

        int patchPx() {
            return settled(
                    "patches of %s px",
                    request.patchPx(), foreign.patchPx(), known.map(TiaToolboxSet::patchPx), Naming.PATCH_PX);
        }

        double mpp() {
            return settled(
                    "%s microns a pixel", request.mpp(), foreign.mpp(), known.map(TiaToolboxSet::mpp), Naming.MPP);
        }

        private <T> T settled(String what, @Nullable T option, @Nullable T config, Optional<T> byName, T habit) {
            if (option != null) {
                said.add(what.formatted(option) + ": by option");
                return option;
            }
            if (config != null) {
                said.add(what.formatted(config) + ": " + foreign.kind());
                return config;
            }
            if (byName.isPresent()) {
                said.add(what.formatted(byName.get()) + ": " + naming.label() + "'s, by the file's name");
                return byName.get();
            }
            assumed.add(what.formatted(habit) + ", as is usual for " + naming.label() + "'s names");
            return habit;
        }

        List<TransformStep> transform() {
            if (request.normalize() == null && foreign.transform() != null && request.patchPx() == null) {
                said.add("what is done to the pixels: " + foreign.kind());
                return foreign.transform();
            }
            Optional<Normalize> normalize;
            if (request.normalize() != null) {
                normalize = request.normalize();
                said.add(described(normalize) + ": by option");
            } else if (foreign.normalize() != null) {
                normalize = Optional.of(foreign.normalize());
                said.add(described(normalize) + ": " + foreign.kind());
            } else {
                normalize = Optional.ofNullable(naming.normalize());
                (known.isPresent() ? said : assumed)
                        .add(described(normalize) + ", as is usual for " + naming.label() + "'s names");
            }
            List<TransformStep> steps = new ArrayList<>(List.of(new ToTensor()));
            normalize.ifPresent(steps::add);
            return steps;
        }

        private static String described(Optional<Normalize> normalize) {
            return normalize
                    .map(some -> "colours less " + some.mean() + ", divided by " + some.std())
                    .orElse("colours as they are, 0 to 1");
        }

        List<String> classes(Network network) {
            int count = network.classCount();
            List<String> classes;
            String source;
            if (!request.classes().isEmpty()) {
                classes = request.classes();
                source = "by option";
            } else if (foreign.classes() != null) {
                classes = foreign.classes();
                source = foreign.kind();
            } else if (known.isPresent() && !known.get().classes().isEmpty()) {
                classes = known.get().classes();
                source = naming.label() + "'s order, by the file's name";
            } else {
                throw new ModelBundleException(request.file() + " does not say what its " + count
                        + " classes are, and their order is never guessed: name them in the order of the network's"
                        + " outputs (--classes A,B,…), or a configuration that does (--config FILE)");
            }
            if (classes.size() != count) {
                throw new ModelBundleException(request.file() + " gives " + count + " classes (" + network.classifier()
                        + ".weight), " + classes.size() + " are named: " + String.join(", ", classes) + " (" + source
                        + ")");
            }
            said.add("classes " + String.join(", ", classes) + ": " + source);
            return classes;
        }
    }
}
