package io.slidestream.networks.onnx;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Names of a classifier file's input and output.
 *
 * <p>A size that a file leaves open, which ONNX Runtime gives as -1, fits anything.
 *
 * @param batch patches a call, or -1 for any number
 * @param columns of the output: one for each class, or one alone that tells two classes apart
 */
record Signature(String input, String output, int batch, int columns) {
    boolean isFixed() {
        return batch >= 0;
    }

    /**
     * @param batchSize that is wanted; 0 for whatever the file takes
     * @throws IllegalArgumentException saying what the file has and what is needed
     */
    static Signature of(OrtSession session, OnnxModel model, int batchSize) throws OrtException {
        Map.Entry<String, TensorInfo> input = single("input", session.getInputInfo());
        Map.Entry<String, TensorInfo> output = single("output", withoutFeatures(session.getOutputInfo()));
        long[] in = input.getValue().getShape();
        if (!fits(in, -1, 3, model.sizePx(), model.sizePx())) {
            throw new IllegalArgumentException("its input " + input.getKey() + " is " + Arrays.toString(in)
                    + ", config.json asks for [N, 3, " + model.sizePx() + ", " + model.sizePx() + "]");
        }
        if (in[0] >= 0 && in[0] != batchSize && batchSize != 0) {
            throw new IllegalArgumentException("it takes batches of " + in[0] + " only, asked for was " + batchSize
                    + ": set --batch " + in[0] + " (inference.batch)");
        }
        long[] out = output.getValue().getShape();
        boolean one = model.weightsSha256() == null && model.classCount() == 2 && fits(out, -1, 1) && out[1] == 1;
        int columns = one ? 1 : model.classCount();
        checkOutput(output.getKey(), out, -1, columns);
        return new Signature(input.getKey(), output.getKey(), (int) in[0], columns);
    }

    /** @param rows patches of the batch, or -1 for any number */
    static void checkOutput(String name, long[] shape, int rows, int classCount) {
        if (!fits(shape, rows, classCount)) {
            throw new IllegalArgumentException("its output " + name + " is " + Arrays.toString(shape)
                    + ", config.json asks for [N, " + classCount + "], a logit for each class");
        }
    }

    private static Map<String, NodeInfo> withoutFeatures(Map<String, NodeInfo> outputs) {
        Map<String, NodeInfo> others = new LinkedHashMap<>(outputs);
        others.remove(FeatureTap.FEATURES);
        return others;
    }

    private static Map.Entry<String, TensorInfo> single(String role, Map<String, NodeInfo> nodes) {
        if (nodes.size() != 1) {
            throw new IllegalArgumentException(
                    "it has " + nodes.size() + " " + role + "s " + nodes.keySet() + ", a classifier has one");
        }
        NodeInfo node = nodes.values().iterator().next();
        if (!(node.getInfo() instanceof TensorInfo tensor) || tensor.type != OnnxJavaType.FLOAT) {
            throw new IllegalArgumentException(
                    "its " + role + " " + node.getName() + " is " + node.getInfo() + ", float32 numbers are needed");
        }
        return Map.entry(node.getName(), tensor);
    }

    private static boolean fits(long[] shape, int... wanted) {
        boolean fits = shape.length == wanted.length;
        for (int i = 0; fits && i < wanted.length; i++) {
            fits = wanted[i] < 0 || shape[i] < 0 || shape[i] == wanted[i];
        }
        return fits;
    }
}
