package io.slidestream.standalone.commands;

import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.engine.Device;
import io.slidestream.proving.bench.InferBench;
import io.slidestream.proving.bench.InferBenchSettings;
import io.slidestream.proving.bench.InferFigures;
import io.slidestream.proving.bench.InferJson;
import io.slidestream.proving.bench.InferTable;
import io.slidestream.standalone.terminal.UsageException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "infer",
        description =
                "Images a second of each engine that a model has files for (dl4j, onnxruntime, onnxruntime int8), at"
                        + " several batch sizes: the bare engine in a loop, and fed by a worker's pipeline, taking turns.")
final class InferBenchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "Folder of a model bundle.")
    @SuppressWarnings("NullAway.Init") // required
    private Path model;

    @Option(
            names = "--batches",
            paramLabel = "N,…",
            split = ",",
            defaultValue = "1,8,32,64",
            description = "Batch sizes to measure. Default: 1,8,32,64.")
    private List<Integer> batches = List.of();

    @Option(
            names = "--threads",
            paramLabel = "N",
            defaultValue = "0",
            description = "Threads each engine computes with. Default: one per processor.")
    private int threads;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "3",
            description = "Rounds that count, after one to warm up. Default: 3.")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            defaultValue = "1",
            description = "Length of each measurement, at least. Default: 1.")
    private double seconds;

    @Option(
            names = "--device",
            paramLabel = "NAME",
            defaultValue = "cpu",
            description = "cuda: measure ONNX Runtime on the GPU too, in a build with the profile onnxruntime-cuda."
                    + " Default: cpu.")
    private String device = "cpu";

    @Mixin
    private final BenchOutput output = new BenchOutput();

    @Override
    public Integer call() {
        try {
            InferBenchSettings settings = new InferBenchSettings(
                    batches,
                    threads == 0 ? Runtime.getRuntime().availableProcessors() : threads,
                    rounds,
                    seconds,
                    Device.of(device));
            InferFigures figures = new InferBench(ModelBundle.load(model), settings).run(output::remark);
            output.print(InferTable.of(figures), file -> InferJson.write(figures, file));
            return 0;
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
