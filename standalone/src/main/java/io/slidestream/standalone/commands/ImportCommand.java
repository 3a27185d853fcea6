package io.slidestream.standalone.commands;

import io.slidestream.contracts.PlausibleMpp;
import io.slidestream.networks.bundle.BundleDraft;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.TransformStep.Normalize;
import io.slidestream.networks.familiar.FamiliarFit;
import io.slidestream.networks.onnx.Agreement;
import io.slidestream.networks.onnx.Int8Export;
import io.slidestream.networks.onnx.Int8Report;
import io.slidestream.networks.onnx.LabelledPicture;
import io.slidestream.networks.onnx.OnnxExport;
import io.slidestream.networks.published.ImportRequest;
import io.slidestream.networks.published.ImportedModel;
import io.slidestream.standalone.terminal.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
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
        name = "import",
        description =
                "Makes a model bundle of somebody's published weights: a PyTorch state dictionary (.pth, .bin, .pt),"
                        + " TorchScript or safetensors, of a classifier of the usual families, under the names of torchvision,"
                        + " timm or TIAToolbox. Nothing in the file is run.",
        footer = "%nExit status: 0 when the bundle is written, 2 when the file is no model that is known here.")
public final class ImportCommand implements Callable<Integer> {
    @Parameters(paramLabel = "FILE", description = "The weights. A config.json beside them is read.")
    @SuppressWarnings("NullAway.Init") // required
    private Path file;

    @Option(names = "--out", paramLabel = "MODEL", required = true, description = "Where the bundle is written.")
    @SuppressWarnings("NullAway.Init") // required
    private Path out;

    @Option(
            names = "--classes",
            split = ",",
            paramLabel = "NAME",
            description =
                    "The classes in the order of the network's outputs, with commas between. It is never guessed: needed"
                            + " where no configuration and no name of TIAToolbox's says it.")
    private List<String> classes = List.of();

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "WSInfer's or timm's config.json. Default: the one beside the weights, if there is one.")
    private @Nullable Path config;

    @Option(
            names = "--patch-size",
            paramLabel = "PX",
            description = "Side of the patches. Default: the configuration's, or else 224.")
    private @Nullable Integer patchPx;

    @Option(
            names = "--mpp",
            paramLabel = "MICRONS",
            description = "Microns per pixel of the patches. Default: the configuration's, or else 0.5.")
    private @Nullable Double mpp;

    @Option(
            names = "--normalise",
            paramLabel = "HOW",
            description = "What the network expects of colours from 0 to 1: none, imagenet, or mean and deviation as"
                    + " R,G,B/R,G,B. Default: the configuration's, or else none for TIAToolbox's names and imagenet for"
                    + " the others.")
    private @Nullable String normalise;

    @Option(
            names = "--check",
            paramLabel = "TILES",
            description =
                    "A folder with a folder of pictures for each class: prints the accuracy, and warns where another"
                            + " order of the classes fits better.")
    private @Nullable Path check;

    @Option(
            names = "--familiar",
            paramLabel = "TILES",
            description =
                    "A folder with a folder of pictures for each class, of the kind the model was trained on: it marks"
                            + " tiles that are unlike all of these as unfamiliar.")
    private @Nullable Path familiar;

    @Mixin
    private final Int8Options int8 = new Int8Options();

    @Option(names = "--name", paramLabel = "NAME", description = "The model's name. Default: the folder's.")
    private @Nullable String name;

    @Option(names = "--licence", paramLabel = "SPDX", description = "Licence of the weights.")
    private @Nullable String licence;

    @Mixin
    private final ThreadOption threads = new ThreadOption();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        int cores = threads.cores();
        int8.check();
        if (mpp != null && !PlausibleMpp.contains(mpp)) {
            throw new UsageException("--mpp must be in " + PlausibleMpp.RANGE + " microns, was " + mpp);
        }
        if (patchPx != null && (patchPx < 16 || patchPx > 4096)) {
            throw new UsageException("--patch-size must be in 16..4096 pixels, was " + patchPx);
        }
        BundleDraft.checkFree(out);
        ImportedModel model = ImportedModel.of(new ImportRequest(
                file,
                classes,
                config,
                patchPx,
                mpp,
                normalise == null ? null : normalize(normalise),
                called(),
                licence));
        List<String> names = model.config().classNames();
        List<LabelledPicture> checked = check == null ? List.of() : LabelledTiles.in(check, names);
        Optional<List<LabelledPicture>> calibration = int8.tiles(names);
        List<LabelledPicture> own = familiar == null ? List.of() : LabelledTiles.in(familiar, names);
        say(model);
        try (BundleDraft draft = new BundleDraft(out, model.config(), model.weights())) {
            if (familiar != null) {
                draft.add(FamiliarTiles.of(draft.bundle(), own, cores));
                print(String.format(
                        Locale.ROOT,
                        "unfamiliar: beyond the distance that %.0f %% of %d tiles keep, each held out",
                        100 * FamiliarFit.FAMILIAR_SHARE,
                        own.size()));
            }
            ModelBundle bundle = draft.bundle();
            Agreement agreement = exported(bundle, cores);
            TileCheck measured = checked.isEmpty() ? null : TileCheck.of(bundle, checked, cores);
            if (measured != null) {
                measured.record(bundle.folder());
                measured.lines().forEach(this::print);
            }
            draft.add(
                    "MODEL_CARD.md",
                    new ImportCard(file, model, agreement, measured, own.size())
                            .text()
                            .getBytes(StandardCharsets.UTF_8));
            calibration.ifPresent(labelled -> say(Int8Export.publish(bundle, labelled, cores)));
            ModelBundle published = draft.publish();
            print("wrote " + published.folder() + ", model id " + published.id().substring(0, 16));
        }
        return 0;
    }

    private static Agreement exported(ModelBundle bundle, int cores) {
        try (OnnxExport export = new OnnxExport(bundle, cores)) {
            return export.publish();
        }
    }

    private String called() {
        return name == null ? String.valueOf(out.toAbsolutePath().normalize().getFileName()) : name;
    }

    private void say(ImportedModel model) {
        print(model.network().label() + " (" + model.network().family() + ", " + model.naming() + "'s names), "
                + model.config().classNames().size() + " classes");
        model.said().forEach(line -> print("  " + line));
        model.assumed().forEach(line -> print("  ASSUMED: " + line));
    }

    private void say(Int8Report report) {
        print(String.format(
                Locale.ROOT,
                "model.int8.onnx: accuracy %.4f against %.4f, the same class on %.2f %% of %d held-out tiles",
                report.accuracy(),
                report.fp32Accuracy(),
                100 * report.agreement(),
                report.heldOut()));
    }

    private void print(String line) {
        PrintWriter printer = spec.commandLine().getOut();
        printer.println(line);
        printer.flush();
    }

    static Optional<Normalize> normalize(String text) {
        if (text.equals("none")) {
            return Optional.empty();
        }
        if (text.equals("imagenet")) {
            return Optional.of(ImportRequest.IMAGENET);
        }
        String[] parts = text.split("/", -1);
        try {
            if (parts.length == 2) {
                return Optional.of(new Normalize(numbers(parts[0]), numbers(parts[1])));
            }
        } catch (IllegalArgumentException e) {
            throw new UsageException("--normalise " + text + ": " + e.getMessage());
        }
        throw new UsageException("--normalise must be none, imagenet or R,G,B/R,G,B, was " + text);
    }

    private static List<Double> numbers(String text) {
        return Arrays.stream(text.split(",", -1)).map(Double::valueOf).toList();
    }
}
