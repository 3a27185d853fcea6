package io.slidestream.standalone.commands;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slidestream.networks.Engines;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.standalone.terminal.UsageException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "models",
        description =
                "Lists the model bundles of a folder: architecture, classes, microns per pixel, the engines they have"
                        + " files for, the accuracy that was measured, whether they tell unfamiliar tiles, the id.")
public final class ModelsCommand implements Callable<Integer> {
    @Parameters(paramLabel = "DIR", description = "A folder of model bundles, or one bundle.")
    @SuppressWarnings("NullAway.Init") // required
    private Path folder;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<Path> bundles = bundles();
        if (bundles.isEmpty()) {
            throw new UsageException(folder + " holds no model bundle: a bundle is a folder with a config.json");
        }
        for (Path bundle : bundles) {
            out.println(line(bundle));
        }
        out.flush();
        return 0;
    }

    private List<Path> bundles() {
        if (Files.isRegularFile(folder.resolve("config.json"))) {
            return List.of(folder);
        }
        try (Stream<Path> content = Files.list(folder)) {
            return content.filter(path -> Files.isRegularFile(path.resolve("config.json")))
                    .filter(path -> !path.getFileName().toString().startsWith("."))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UsageException(folder + " is no folder that can be read");
        }
    }

    /** A bundle that cannot be used is listed with the reason, so that one does not hide the others. */
    private static String line(Path folder) throws IOException {
        try {
            ModelBundle bundle = ModelBundle.load(folder);
            return String.format(
                    Locale.ROOT,
                    "%s: %s, %d classes (%s), %d px at %s um/px, %s, %s, %s, id %s",
                    bundle.name(),
                    bundle.hasWeights()
                            ? bundle.network().label()
                            : bundle.config().architecture(),
                    bundle.config().classNames().size(),
                    String.join(" ", bundle.config().classNames()),
                    bundle.config().patchSizePx(),
                    bundle.config().spacingUmPx(),
                    String.join(
                            " + ",
                            Engines.of(bundle).stream().map(Object::toString).toList()),
                    accuracy(folder.resolve("metrics.json")),
                    bundle.familiar() == null ? "cannot tell unfamiliar tiles" : "tells unfamiliar tiles",
                    bundle.id().substring(0, 16));
        } catch (ModelBundleException e) {
            return folder.getFileName() + ": cannot be used: " + e.getMessage();
        }
    }

    /** The test's where it was trained here, the check's where it was imported. */
    private static String accuracy(Path metrics) throws IOException {
        if (!Files.isRegularFile(metrics)) {
            return "accuracy not measured";
        }
        JsonNode root = new JsonMapper().readTree(Files.readAllBytes(metrics));
        for (String part : List.of("test", "check")) {
            JsonNode accuracy = root.path(part).path("accuracy");
            if (accuracy.path("value").isNumber()) {
                return String.format(
                        Locale.ROOT,
                        "accuracy %.3f on %d tiles",
                        accuracy.path("value").doubleValue(),
                        accuracy.path("tiles").asInt());
            }
        }
        return "accuracy not measured";
    }
}
