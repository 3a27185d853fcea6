package io.slidestream.standalone.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.networks.Engines;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.engine.EngineKind;
import io.slidestream.networks.engine.InferenceEngine;
import io.slidestream.networks.onnx.LabelledPicture;
import io.slidestream.networks.patches.PatchTransform;
import java.io.IOException;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A model shown tiles whose classes are known: how often it is right, and whether it would be right more often if its
 * outputs were named in another order, as they are where somebody else's order was taken for the model's.
 */
final class TileCheck {
    private static final int BATCH = 16;
    /** Deviations by which another order has to be better: chance does that once in a thousand times. */
    private static final double CLEARLY = 3;

    private final List<String> classes;
    /** By true class and output. */
    private final int[][] counts;

    private final Answers answers;

    /** What the network answered. */
    enum Answers {
        LOGITS,
        /** Every answer was a row of probabilities already. */
        PROBABILITIES
    }

    TileCheck(List<String> classes, int[][] counts, Answers answers) {
        this.classes = List.copyOf(classes);
        this.counts = counts;
        this.answers = answers;
    }

    static TileCheck of(ModelBundle bundle, List<? extends LabelledPicture> tiles, int threads) {
        List<String> classes = bundle.config().classNames();
        int[][] counts = new int[classes.size()][classes.size()];
        boolean probabilities = classes.size() > 1;
        PatchTransform transform = new PatchTransform(bundle.config());
        try (InferenceEngine engine = Engines.open(bundle, EngineKind.ONNXRUNTIME, BATCH, threads)) {
            FloatBuffer patches = engine.room(BATCH);
            for (int first = 0; first < tiles.size(); first += BATCH) {
                int count = Math.min(BATCH, tiles.size() - first);
                for (int i = 0; i < count; i++) {
                    int place = i;
                    tiles.get(first + i)
                            .show((rgb, width, height) ->
                                    transform.apply(rgb, width, height, patches, place, engine.layout()));
                }
                float[] logits = engine.logits(patches, count);
                for (int i = 0; i < count; i++) {
                    int at = i * classes.size();
                    counts[tiles.get(first + i).classIndex()][highest(logits, at, classes.size())]++;
                    probabilities &= isProbabilities(logits, at, classes.size());
                }
            }
        }
        return new TileCheck(classes, counts, probabilities ? Answers.PROBABILITIES : Answers.LOGITS);
    }

    private static int highest(float[] logits, int at, int count) {
        int best = 0;
        for (int k = 1; k < count; k++) {
            best = logits[at + k] > logits[at + best] ? k : best;
        }
        return best;
    }

    private static boolean isProbabilities(float[] logits, int at, int count) {
        double sum = 0;
        boolean positive = true;
        for (int k = 0; k < count; k++) {
            positive &= logits[at + k] >= 0;
            sum += logits[at + k];
        }
        return positive && Math.abs(sum - 1) < 1e-3;
    }

    int tiles() {
        return IntStream.range(0, classes.size()).map(this::tilesOf).sum();
    }

    private int tilesOf(int trueClass) {
        return IntStream.of(counts[trueClass]).sum();
    }

    double accuracy() {
        return right(IntStream.range(0, classes.size()).toArray()) / (double) tiles();
    }

    /** @param outputs the output that stands for each class */
    private int right(int[] outputs) {
        return IntStream.range(0, outputs.length)
                .map(k -> counts[k][outputs[k]])
                .sum();
    }

    /** What a person should know, a line each. */
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "accuracy %.4f on %d tiles (%s)",
                accuracy(),
                tiles(),
                String.join(
                        ", ",
                        IntStream.range(0, classes.size())
                                .filter(k -> tilesOf(k) > 0)
                                .mapToObj(k -> classes.get(k) + " " + counts[k][k] + "/" + tilesOf(k))
                                .toList())));
        int[] own = IntStream.range(0, classes.size()).toArray();
        int[] best = Assignment.most(counts);
        if (isClearlyBetter(own, best)) {
            lines.add(String.format(
                    Locale.ROOT,
                    "WARNING: ANOTHER ORDER OF THE CLASSES FITS THESE TILES BETTER: accuracy %.4f with --classes %s."
                            + " Is the order the one the model was trained with?",
                    right(best) / (double) tiles(),
                    String.join(",", order(best))));
        }
        if (answers == Answers.PROBABILITIES) {
            lines.add(
                    "WARNING: A SOFTMAX SEEMS TO BE INSIDE ALREADY: every answer adds up to 1, so that the probabilities"
                            + " of maps will be nearly equal. Import the network without it");
        }
        return lines;
    }

    /** The names by output. */
    private List<String> order(int[] outputs) {
        String[] names = new String[outputs.length];
        for (int k = 0; k < outputs.length; k++) {
            names[outputs[k]] = classes.get(k);
        }
        return List.of(names);
    }

    /** A sign test on the tiles that only one of the two orders gets right. */
    private boolean isClearlyBetter(int[] own, int[] other) {
        int gained = 0;
        int lost = 0;
        for (int k = 0; k < own.length; k++) {
            if (own[k] != other[k]) {
                gained += counts[k][other[k]];
                lost += counts[k][own[k]];
            }
        }
        return gained > lost
                && (gained - lost) / Math.sqrt(gained + (double) lost) > CLEARLY
                && right(other) / (double) tiles() > noIdea();
    }

    /** The accuracy that a network which gives all tiles one class may reach: no order makes it better than that. */
    private double noIdea() {
        int largest =
                IntStream.range(0, classes.size()).map(this::tilesOf).max().orElse(0);
        double share = largest / (double) tiles();
        return share + CLEARLY * Math.sqrt(share * (1 - share) / tiles());
    }

    /** Writes the accuracy into the bundle's metrics.json, beside what is there. */
    void record(Path folder) throws IOException {
        Path file = folder.resolve("metrics.json");
        JsonMapper mapper = new JsonMapper();
        JsonNode root = Files.exists(file) ? mapper.readTree(Files.readAllBytes(file)) : mapper.createObjectNode();
        ObjectNode check = mapper.createObjectNode();
        check.putObject("accuracy").put("value", accuracy()).put("tiles", tiles());
        Files.writeString(
                file,
                mapper.writerWithDefaultPrettyPrinter().writeValueAsString(((ObjectNode) root).set("check", check))
                        + "\n");
    }
}
