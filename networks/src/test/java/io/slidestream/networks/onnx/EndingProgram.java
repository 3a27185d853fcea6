package io.slidestream.networks.onnx;

import java.nio.file.Path;

/** A process that is told to end and finishes its batches in a shutdown hook, as a worker does. */
final class EndingProgram {
    static final int CLASSES = 2;

    private static final int BATCHES = 20;

    private EndingProgram() {}

    /**
     * Ends itself at once.
     *
     * @param arguments the ONNX file; others are passed over
     */
    public static void main(String[] arguments) {
        OnnxModel model = new OnnxModel(Path.of(arguments[0]), 224, CLASSES, 1, "00");
        OnnxEngine.open(model, 1, 2).close();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            for (int i = 0; i < BATCHES; i++) {
                OnnxEngine.open(model, 1, 2).close(); // runs an empty batch
            }
            System.out.println("finished");
        }));
        System.exit(0);
    }
}
