package io.slidestream.standalone;

import io.slidestream.networks.ModelBundle;
import io.slidestream.networks.onnx.Agreement;
import io.slidestream.networks.onnx.OnnxExport;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "export",
        description =
                "Writes a model's weights as model.onnx into its bundle, for ONNX Runtime, once both engines agree"
                        + " on random pictures, and on tiles where some are given. The model's id stays.",
        footer = "%nExit status: 0 when the file is written, 2 when the engines disagree or the bundle cannot be used.")
final class ExportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "Folder of the model bundle.")
    @SuppressWarnings("NullAway.Init") // required
    private Path model;

    @Option(
            names = "--check",
            paramLabel = "TILES",
            description = "A folder of pictures, at any depth, on which the engines have to agree too; of many, "
                    + TilePictures.MOST + " spread over the folder are taken.")
    private @Nullable Path tiles;

    @Option(names = "--threads", paramLabel = "N", description = "Default: one per processor.")
    private @Nullable Integer threads;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        int cores = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        if (cores < 1 || cores > 1024) {
            throw new UsageException("--threads must be in 1..1024, was " + cores);
        }
        ModelBundle bundle = ModelBundle.load(model);
        TilePictures pictures = tiles == null ? TilePictures.NONE : TilePictures.in(tiles);
        try (OnnxExport export = new OnnxExport(bundle, cores)) {
            pictures.forEach(export::compare);
            Agreement agreement = export.publish();
            PrintWriter out = spec.commandLine().getOut();
            out.println(String.format(
                    Locale.ROOT,
                    "wrote %s (%.1f MB): Deeplearning4j and ONNX Runtime differ by at most %.2g in a logit over %d"
                            + " patches, %d of them tiles",
                    bundle.onnxFile(),
                    Files.size(bundle.onnxFile()) / 1e6,
                    agreement.maxAbsDifference(),
                    agreement.patches(),
                    pictures.files().size()));
        }
        return 0;
    }
}
