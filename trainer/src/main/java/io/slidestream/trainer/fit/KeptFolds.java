package io.slidestream.trainer.fit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.trainer.base.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.DoubleStream;

/**
 * What the networks of finished folds said, kept beside the training's state: a fold is a training of its own, and one that is done
 * need not be done again after a kill.
 */
public final class KeptFolds {
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private final String request;
    private final int count;

    /**
     * @param folder of the training's state
     * @param request what the training depends on
     * @param count of folds
     */
    public KeptFolds(Path folder, String request, int count) {
        this.folder = folder;
        this.request = request;
        this.count = count;
    }

    /**
     * The probabilities of a fold's tiles; empty if they were not kept.
     *
     * @param fold from 0
     * @throws TrainingException if what was kept belongs to another training, or cannot be read
     */
    public Optional<List<double[]>> read(int fold) {
        Path file = file(fold);
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            if (!json.path("request").asText().equals(request)
                    || json.path("folds").asInt() != count) {
                throw new TrainingException(
                        folder + " holds folds of another training. Give the command that began it, or"
                                + " leave --resume away to begin anew.");
            }
            List<double[]> rows = new ArrayList<>();
            for (JsonNode row : json.path("probabilities")) {
                DoubleStream.Builder numbers = DoubleStream.builder();
                row.forEach(number -> numbers.add(number.asDouble()));
                rows.add(numbers.build().toArray());
            }
            return Optional.of(rows);
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new TrainingException(
                    "the kept fold " + file + " cannot be read: " + FileFault.words(e)
                            + ". Remove it to train it again.",
                    e);
        }
    }

    /** @throws TrainingException if the disk refuses */
    public void keep(int fold, List<double[]> probabilities) {
        ObjectNode json = JSON.createObjectNode().put("request", request).put("folds", count);
        ArrayNode rows = json.putArray("probabilities");
        for (double[] row : probabilities) {
            ArrayNode numbers = rows.addArray();
            DoubleStream.of(row).forEach(numbers::add);
        }
        Path file = file(fold);
        Path unfinished = file.resolveSibling("." + file.getFileName());
        try {
            Files.createDirectories(folder);
            Files.write(unfinished, JSON.writeValueAsBytes(json));
            Files.move(unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new TrainingException("cannot keep a fold in " + folder + ": " + FileFault.words(e), e);
        }
    }

    /** Forgets those of an earlier training. */
    public void delete() {
        for (int fold = 0; fold < count; fold++) {
            try {
                Files.deleteIfExists(file(fold));
            } catch (IOException e) {
                throw new TrainingException("cannot remove " + file(fold) + ": " + FileFault.words(e), e);
            }
        }
    }

    private Path file(int fold) {
        return folder.resolve("fold-" + (fold + 1) + ".json");
    }
}
