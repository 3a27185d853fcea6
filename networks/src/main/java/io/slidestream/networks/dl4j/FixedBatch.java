package io.slidestream.networks.dl4j;

import io.slidestream.networks.dl4j.graph.ServedGraph;
import io.slidestream.networks.engine.EngineMemoryException;
import io.slidestream.networks.engine.Precision;
import io.slidestream.networks.onednn.Trunk;
import io.slidestream.networks.patches.PatchLayout;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Optional;
import org.bytedeco.javacpp.FloatPointer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Runs a network on batches of one size, reading the patches where the caller has them. One call at a time. */
final class FixedBatch implements AutoCloseable {
    private static final int MAX_BATCH = 4096;

    private final ComputationGraph graph;
    private final Optional<Trunk> trunk;
    private final PatchLayout layout;
    private int size;
    private final int threads;
    private final long[] shape;

    /**
     * @param graph owned from now on
     * @param size patches a run
     * @param threads threads of one run, within oneDNN and OpenBLAS
     */
    FixedBatch(ComputationGraph graph, PatchLayout layout, int size, int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("threads must be at least 1, was " + threads);
        }
        int side = layout.sizePx();
        this.graph = graph;
        trunk = ServedGraph.trunk(graph);
        this.layout = layout;
        this.threads = threads;
        this.shape = switch (layout.order()) {
            case NCHW -> new long[] {size, 3, side, side};
            case NHWC -> new long[] {size, side, side, 3};
        };
        resize(size);
    }

    /** Runs so many patches from now on. */
    final void resize(int patches) {
        if (patches < 1 || patches > MAX_BATCH) {
            throw new IllegalArgumentException("batchSize must be in 1.." + MAX_BATCH + ", was " + patches);
        }
        trunk.ifPresent(Trunk::forgetAll); // of the former size
        size = patches;
        shape[0] = patches;
    }

    int size() {
        return size;
    }

    /** Begins with the part before the dense layers, where that is one piece. */
    void begin(FloatBuffer patches) {
        layout.checkBatch(patches, size, size);
        trunk.ifPresent(piece -> piece.begin(address(patches), size));
    }

    private static long address(FloatBuffer patches) {
        try (FloatPointer pointer = new FloatPointer(patches.duplicate().clear())) {
            return pointer.address();
        }
    }

    /** The network's first output for the first {@code count} patches, patch by patch. */
    float[] run(FloatBuffer patches, int count) {
        return runAll(patches, count)[0];
    }

    /** The same of all its outputs. */
    float[][] runAll(FloatBuffer patches, int count) {
        try {
            layout.checkBatch(patches, size, count);
            NativeThreads.use(threads);
            return computed(patches, count);
        } catch (OutOfMemoryError | RuntimeException e) {
            String message = String.valueOf(e.getMessage());
            if (EngineMemoryException.isMeantBy(message)) { // of native memory; the heap's own error says "heap space"
                throw new EngineMemoryException("Deeplearning4j found no memory for " + size + " patches", e);
            }
            throw e;
        } finally {
            trunk.ifPresent(
                    piece -> piece.forget(address(patches))); // else the next patches there would get these rows
        }
    }

    private float[][] computed(FloatBuffer patches, int count) {
        long floats = (long) size * layout.floatsPerPatch();
        try (FloatPointer pointer = new FloatPointer(patches.duplicate().clear());
                INDArray input = Nd4j.create(Nd4j.createBuffer(pointer, floats, DataType.FLOAT), shape)) {
            INDArray[] outputs = graph.output(input);
            float[][] all = new float[outputs.length][];
            for (int i = 0; i < outputs.length; i++) {
                try (INDArray output = outputs[i]) {
                    float[] values = output.dup('c').data().asFloat();
                    all[i] = Arrays.copyOf(values, values.length / size * count);
                }
            }
            return all;
        }
    }

    /** Engine, device and precision. */
    String description() {
        Precision precision = trunk.filter(Trunk::isInBytes).isPresent() ? Precision.INT8 : Precision.FP32;
        String library = trunk.map(Trunk::description).orElse(Nd4jDevice.library() + " layer by layer");
        return "dl4j 1.0.0-M2.1 " + Nd4jDevice.device().label() + " " + precision.label() + " (" + library + ", "
                + layout.order() + ")";
    }

    @Override
    public void close() {
        ServedGraph.close(graph);
    }
}
