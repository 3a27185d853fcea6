package io.slidestream.networks.engine;

import io.slidestream.networks.patches.PatchLayout;
import java.nio.FloatBuffer;

/*
 * A tile has no up: turned and mirrored it is the same tissue, but a network answers a little otherwise each time. The
 * mean of the eight answers depends less on how the slide lay in the scanner. Probabilities are averaged, not logits: an
 * answer that is sure must not outweigh seven that are not.
 */
/**
 * Shows each patch in its eight turned and mirrored forms and answers with the mean of the probabilities, as their
 * logarithms. Costs eight times the engine's time.
 */
public final class SymmetricEngine extends ForwardingEngine {
    /** Quarter turns, each with and without a mirror. */
    static final int SYMMETRIES = 8;

    private final InferenceEngine engine;
    private FloatBuffer turned;

    /** @param engine owned from now on */
    public SymmetricEngine(InferenceEngine engine) {
        super(engine);
        this.engine = engine;
        turned = room(batchSize());
    }

    @Override
    public boolean resize(int batchSize) {
        boolean resized = engine.resize(batchSize);
        if (resized) {
            turned = room(batchSize);
        }
        return resized;
    }

    /** Nothing can be begun with: the patches are turned first. */
    @Override
    public void begin(FloatBuffer patches) {}

    @Override
    public float[] logits(FloatBuffer patches, int count) {
        return scores(patches, count).logits();
    }

    /** The distance is the mean of those of the eight forms. */
    @Override
    public BatchScores scores(FloatBuffer patches, int count) {
        layout().checkBatch(patches, batchSize(), count);
        int classes = classCount();
        double[] sums = new double[count * classes];
        float[] distances = new float[0];
        for (int symmetry = 0; symmetry < SYMMETRIES; symmetry++) {
            for (int patch = 0; patch < count; patch++) {
                turn(patches, patch, symmetry);
            }
            BatchScores scores = engine.scores(turned, count);
            float[] logits = scores.logits();
            if (symmetry == 0) {
                distances = new float[scores.distances().length];
            }
            for (int i = 0; i < distances.length; i++) {
                distances[i] += scores.distances()[i] / SYMMETRIES;
            }
            for (int patch = 0; patch < count; patch++) {
                addProbabilities(logits, patch * classes, classes, sums);
            }
        }
        float[] means = new float[sums.length];
        for (int i = 0; i < means.length; i++) {
            means[i] = (float) Math.log(Math.max(sums[i] / SYMMETRIES, Float.MIN_NORMAL));
        }
        return new BatchScores(means, distances);
    }

    @Override
    public String description() {
        return super.description() + ", " + SYMMETRIES + " symmetries";
    }

    private void turn(FloatBuffer patches, int patch, int symmetry) {
        int side = layout().sizePx();
        boolean planar = layout().order() == PatchLayout.Order.NCHW;
        int step = planar ? 1 : 3;
        int channelStep = planar ? side * side : 1;
        int first = patch * layout().floatsPerPatch();
        for (int y = 0; y < side; y++) {
            for (int x = 0; x < side; x++) {
                int from = first + step * source(symmetry, side, x, y);
                int to = first + step * (y * side + x);
                for (int channel = 0; channel < 3; channel++) {
                    turned.put(to + channel * channelStep, patches.get(from + channel * channelStep));
                }
            }
        }
    }

    /**
     * Index of the patch's pixel that comes to (x, y): bit 0 of the symmetry mirrors left and right, bit 1 top and
     * bottom, bit 2 the diagonal.
     */
    static int source(int symmetry, int side, int x, int y) {
        int column = (symmetry & 1) == 0 ? x : side - 1 - x;
        int row = (symmetry & 2) == 0 ? y : side - 1 - y;
        return (symmetry & 4) == 0 ? row * side + column : column * side + row;
    }

    private static void addProbabilities(float[] logits, int from, int classes, double[] sums) {
        for (int k = from; k < from + classes; k++) {
            if (!Float.isFinite(logits[k])) {
                sums[from] = Double.NaN; // the caller rejects the patch, as it would without symmetries
                return;
            }
        }
        double[] probabilities = ClassScores.softmax(logits, from, classes);
        for (int k = 0; k < classes; k++) {
            sums[from + k] += probabilities[k];
        }
    }
}
