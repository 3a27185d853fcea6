package io.slidestream.standalone.commands;

import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.onnx.Agreement;
import io.slidestream.networks.onnx.Int8Export;
import io.slidestream.networks.onnx.Int8Report;
import io.slidestream.networks.onnx.LabelledPicture;
import io.slidestream.networks.onnx.OnnxExport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "export",
        description =
                "Writes a model's weights as model.onnx into its bundle, for ONNX Runtime, once both engines agree"
                        + " on random pictures, and on tiles where some are given. With --int8 also as"
                        + " model.int8.onnx, two to three times as fast, once that is as accurate on tiles it was not"
                        + " calibrated on. The model's id stays.",
        footer = "%nExit status: 0 when all is written, 2 when the networks disagree or the bundle cannot be used.")
public final class ExportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "Folder of the model bundle.")
    @SuppressWarnings("NullAway.Init") // required
    private Path model;

    @Option(
            names = "--check",
            paramLabel = "TILES",
            description = "A folder of pictures, at any depth, on which the engines have to agree too; of many, "
                    + TilePictures.MOST + " spread over the folder are taken.")
    private @Nullable Path tiles;

    @Mixin
    private final Int8Options int8 = new Int8Options();

    @Mixin
    private final ThreadOption threads = new ThreadOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        int cores = threads.cores();
        int8.check();
        ModelBundle bundle = ModelBundle.load(model);
        Optional<List<LabelledPicture>> labelled = int8.tiles(bundle.config().classNames());
        TilePictures pictures = tiles == null ? TilePictures.NONE : TilePictures.in(tiles);
        try (OnnxExport export = new OnnxExport(bundle, cores)) {
            pictures.forEach(export::compare);
            Agreement agreement = export.publish();
            spec.commandLine()
                    .getOut()
                    .println(told(bundle, agreement, pictures.files().size()));
        }
        labelled.ifPresent(calibration -> say(bundle, Int8Export.publish(bundle, calibration, cores)));
        return 0;
    }

    private static String told(ModelBundle bundle, Agreement agreement, int tiles) throws IOException {
        String written = String.format(
                Locale.ROOT, "wrote %s (%.1f MB): ", bundle.onnxFile(), Files.size(bundle.onnxFile()) / 1e6);
        return agreement.isMeasured()
                ? written
                        + String.format(
                                Locale.ROOT,
                                "Deeplearning4j and ONNX Runtime differ by at most %.2g in a logit over %d patches, %d of"
                                        + " them tiles",
                                agreement.maxAbsDifference(),
                                agreement.patches(),
                                tiles)
                : written + "Deeplearning4j does not compute this network, so there was nothing to compare it with";
    }

    private void say(ModelBundle bundle, Int8Report report) {
        spec.commandLine()
                .getOut()
                .println(String.format(
                        Locale.ROOT,
                        "wrote %s (%.1f MB): accuracy %.4f against %.4f of model.onnx, the same class on %.2f %% of %d"
                                + " held-out tiles; calibrated on %d others",
                        bundle.int8File(),
                        report.bytes() / 1e6,
                        report.accuracy(),
                        report.fp32Accuracy(),
                        100 * report.agreement(),
                        report.heldOut(),
                        report.calibrated()));
    }
}
