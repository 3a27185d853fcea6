package io.slidestream.standalone.commands;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.engine.Device;
import io.slidestream.proving.bench.InferBench;
import io.slidestream.proving.bench.InferBenchSettings;
import io.slidestream.proving.bench.InferFigures;
import io.slidestream.proving.bench.InferJson;
import io.slidestream.proving.bench.InferTable;
import io.slidestream.proving.bench.RandomModel;
import io.slidestream.standalone.terminal.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "infer",
        description =
                "Images a second, and processor time an image, of each engine that a model has files for (dl4j and onnxruntime, fp32"
                        + " and int8), at several batch sizes: the bare engine in a loop, and fed by a worker's pipeline, taking"
                        + " turns.")
final class InferBenchCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", arity = "0..1", description = "Folder of a model bundle.")
    private @Nullable Path model;

    @Option(
            names = "--random",
            paramLabel = "NETWORK",
            description =
                    "Instead of MODEL: a network in its published size with random weights, fp32 and int8: squeezenet1_1 or"
                            + " resnet18.")
    private @Nullable String random;

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
            InferFigures figures = measured(settings);
            output.print(InferTable.of(figures), file -> InferJson.write(figures, file));
            return 0;
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UsageException("cannot measure: " + FileFault.words(e));
        }
    }

    private InferFigures measured(InferBenchSettings settings) throws IOException {
        if (model != null && random == null) {
            return new InferBench(ModelBundle.load(model), settings).run(output::remark);
        }
        if (model != null || random == null) {
            throw new UsageException("bench infer needs a MODEL, or --random NETWORK, and not both");
        }
        RandomModel network = RandomModel.of(random);
        try (ScratchFolder folder = ScratchFolder.create()) {
            ModelBundle bundle = network.write(folder.path().resolve(network.label()), settings.threads());
            return new InferBench(bundle, settings).run(output::remark);
        }
    }
}
