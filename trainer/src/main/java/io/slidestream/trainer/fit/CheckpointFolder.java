package io.slidestream.trainer.fit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.networks.weights.Safetensors;
import io.slidestream.networks.weights.Tensor;
import io.slidestream.trainer.base.TrainingException;
import io.slidestream.trainer.measure.FigureJson;
import io.slidestream.trainer.recipe.RequestDigest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Folder of the state from which a training can be resumed: {@code MODEL.training/} beside its target.
 *
 * <p>{@code checkpoint.json} names the file of tensors that it belongs to. It is written after that file and moved into
 * place in one step, so whenever the training is killed, the folder holds the epoch before or the epoch after whole.
 */
public final class CheckpointFolder {
    private static final String INDEX = "checkpoint.json";
    private static final String TENSORS = "checkpoint-";
    private static final String OPTIMISER = "optimiser.";
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final String request;

    /** @param request what {@link RequestDigest} makes of the request */
    public CheckpointFolder(Path target, String request) {
        this.folder = of(target);
        this.request = request;
    }

    private CheckpointFolder(CheckpointFolder measured) {
        folder = measured.folder.resolveSibling(measured.folder.getFileName() + "-refit");
        request = measured.request;
    }

    /** Folder for the refit of the same training. */
    public CheckpointFolder ofRefit() {
        return new CheckpointFolder(this);
    }

    static Path of(Path target) {
        Path absolute = target.toAbsolutePath().normalize();
        return absolute.resolveSibling(absolute.getFileName() + ".training");
    }

    /** Whether a training to this target was interrupted. */
    public static boolean existsFor(Path target) {
        return Files.exists(of(target).resolve(INDEX));
    }

    public Path folder() {
        return folder;
    }

    boolean holdsEpoch() {
        return Files.exists(folder.resolve(INDEX));
    }

    /** @param newLayer figures of what came before, or null */
    public record Kept(
            FineTuning.Progressed progressed, @Nullable NewLayerFigures newLayer) {}

    /** @throws TrainingException if the disk refuses */
    public void keep(FineTuning.Progressed progressed, @Nullable NewLayerFigures newLayer) {
        Map<String, Tensor> tensors = new TreeMap<>();
        tensors.put("parameters", flat(progressed.parameters()));
        tensors.put("best", flat(progressed.best()));
        progressed.optimiser().forEach((name, tensor) -> tensors.put(OPTIMISER + name, tensor));
        String file = TENSORS + progressed.epochs() + ".safetensors";
        ObjectNode index = FigureJson.object()
                .put("format", 1)
                .put("request", request)
                .put("tensors", file)
                .put("epochs", progressed.epochs())
                .put("best_epoch", progressed.bestEpoch())
                .put("best_loss", progressed.bestLoss());
        index.set("records", TrainingJson.epochs(progressed.records()));
        if (newLayer != null) {
            index.set("new_layer", JSON.valueToTree(newLayer));
        }
        try {
            Files.createDirectories(folder);
            Safetensors.write(folder.resolve(file), tensors);
            Path unfinished = folder.resolve("." + INDEX);
            Files.write(unfinished, FigureJson.bytes(index));
            Files.move(
                    unfinished,
                    folder.resolve(INDEX),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
            deleteOthers(file);
        } catch (IOException e) {
            throw new TrainingException(
                    "cannot keep the training's state in " + folder + ": " + FileFault.words(e)
                            + ". Make room there or let this user write there; --resume goes on from the last epoch that was kept.",
                    e);
        }
    }

    /**
     * Reads the last checkpoint; empty if there is none.
     *
     * @throws TrainingException if it cannot be read or belongs to another request
     */
    public Optional<Kept> read() {
        try {
            JsonNode index = JSON.readTree(Files.readAllBytes(folder.resolve(INDEX)));
            if (!index.path("request").asText().equals(request)) {
                throw new TrainingException(folder + " holds the state of another training: its tiles, split, seed,"
                        + " pretrained weights or recipe differ from what is asked for now. Give the command that"
                        + " began it, or leave --resume away to begin anew.");
            }
            Map<String, Tensor> tensors =
                    Safetensors.read(folder.resolve(index.path("tensors").asText()));
            Map<String, Tensor> optimiser = new TreeMap<>();
            tensors.forEach((name, tensor) -> {
                if (name.startsWith(OPTIMISER)) {
                    optimiser.put(name.substring(OPTIMISER.length()), tensor);
                }
            });
            FineTuning.Progressed progressed = new FineTuning.Progressed(
                    index.path("epochs").asInt(),
                    values(tensors, "parameters"),
                    optimiser,
                    values(tensors, "best"),
                    index.path("best_epoch").asInt(),
                    index.path("best_loss").asDouble(),
                    TrainingJson.epochs(index.path("records")));
            NewLayerFigures newLayer =
                    index.has("new_layer") ? JSON.treeToValue(index.path("new_layer"), NewLayerFigures.class) : null;
            return Optional.of(new Kept(progressed, newLayer));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException | IllegalArgumentException e) {
            throw new TrainingException(
                    "the kept state of the training in " + folder + " cannot be read: " + e.getMessage()
                            + ". Remove the folder to begin anew.",
                    e);
        }
    }

    /** The training is over. */
    public void delete() {
        try {
            if (Files.isDirectory(folder)) {
                deleteOthers("");
                Files.delete(folder);
            }
        } catch (IOException e) {
            throw new TrainingException(
                    "the model is written, but " + folder + " could not be removed: " + FileFault.words(e)
                            + "; remove it by hand",
                    e);
        }
    }

    private void deleteOthers(String kept) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.toList()) {
                String name = String.valueOf(file.getFileName());
                if (kept.isEmpty() || name.startsWith(TENSORS) && !name.equals(kept)) {
                    Files.delete(file);
                }
            }
        }
    }

    private static Tensor flat(float[] values) {
        return new Tensor(new int[] {values.length}, values);
    }

    private static float[] values(Map<String, Tensor> tensors, String name) throws IOException {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new IOException("its " + name + " are missing");
        }
        return tensor.values();
    }
}
