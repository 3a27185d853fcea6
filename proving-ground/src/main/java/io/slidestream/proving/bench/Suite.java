package io.slidestream.proving.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.networks.Engines;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.engine.EngineChoice;
import io.slidestream.networks.engine.EngineKind;
import io.slidestream.networks.engine.Precision;
import io.slidestream.servicekit.health.Version;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/*
 * Each part is the command that anyone would type, in a JVM of its own: so every figure can be taken again alone, and no
 * part runs on code that the JVM compiled for another, or in the memory that another left.
 */
/** The main measurements one after the other: reading, engines, the whole chain, and a small slide from a cold start. */
public final class Suite {
    static final String NAME = "all";
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Scan> SCANS = List.of(new Scan("20x", "0.5"), new Scan("40x", "0.25"));
    private static final List<Integer> THREADS = List.of(1, 2);
    private static final String BYTES_AT = "32";
    private static final String READ_AT = "0.5";
    private static final String SMALL_SIZE = "3000x2000";

    private final SuiteSettings settings;
    private final Commands commands;
    private final Consumer<String> remarks;

    /** Runs a command of this program in a JVM of its own, to its end. */
    public interface Commands {
        /** @throws BenchException if it ends otherwise than with 0 */
        void run(List<String> words) throws IOException, InterruptedException;
    }

    /** A synthetic slide of the suite. */
    private record Scan(String name, String mpp) {
        Path in(Path folder) {
            return folder.resolve(name + ".svs");
        }
    }

    /** @param remarks told what is about to be done, and what is left out */
    public Suite(SuiteSettings settings, Commands commands, Consumer<String> remarks) {
        this.settings = settings;
        this.commands = commands;
        this.remarks = remarks;
    }

    /**
     * Measures, in about ten minutes with the default settings.
     *
     * @param folder for slides, maps and the parts' own figures, empty
     * @throws BenchException if a part fails
     */
    public ObjectNode run(Path folder) throws IOException, InterruptedException {
        long start = System.nanoTime();
        double load = Machine.load();
        List<EngineChoice> engines = Engines.of(ModelBundle.load(settings.model()));
        if (!engines.contains(new EngineChoice(EngineKind.ONNXRUNTIME, Precision.INT8))) {
            remarks.accept("without int8: `slidestream export " + settings.model()
                    + " --int8 --calibrate TILES` makes its file");
        }
        ObjectNode json = JSON.createObjectNode()
                .put("benchmark", NAME)
                .put("date", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
                .put("version", Version.ofSlidestream())
                .put("commit", Version.commit().orElse("unknown"));
        Machine.describe(json.putObject("machine"));
        json.put("loadAtStart", load).put("seconds", 0);
        for (Scan scan : SCANS) {
            remarks.accept("writing a slide at " + scan.name());
            commands.run(List.of(
                    "synth", scan.in(folder).toString(), "--size", settings.size(), "--mpp", scan.mpp(), "--distinct"));
        }
        for (Scan scan : SCANS) {
            json.withArray("read").add(read(scan, folder));
        }
        json.set("infer", infer(folder));
        for (RandomModel network : RandomModel.values()) {
            for (int threads : THREADS) {
                json.withArray("bytes").add(bytes(network, threads, folder));
            }
        }
        for (Scan scan : SCANS) {
            for (EngineChoice engine : chained(engines)) {
                json.withArray("pipeline").add(pipeline(scan, engine, folder));
            }
        }
        json.set("small", small(folder));
        return json.put("seconds", seconds(start));
    }

    private ObjectNode read(Scan scan, Path folder) throws IOException, InterruptedException {
        remarks.accept("reading at " + scan.name());
        return part(
                scan,
                folder.resolve("read-" + scan.name() + ".json"),
                "read",
                scan.in(folder).toString(),
                "--mpp",
                READ_AT,
                "--tiles",
                String.valueOf(settings.tiles()),
                "--tile",
                String.valueOf(settings.tilePx()),
                "--rounds",
                rounds());
    }

    private ObjectNode infer(Path folder) throws IOException, InterruptedException {
        remarks.accept("engines");
        return figures(
                folder.resolve("infer.json"),
                "infer",
                settings.model().toString(),
                "--batches",
                String.join(
                        ",", settings.batches().stream().map(String::valueOf).toList()),
                "--seconds",
                String.valueOf(settings.seconds()),
                "--rounds",
                rounds());
    }

    private ObjectNode bytes(RandomModel network, int threads, Path folder) throws IOException, InterruptedException {
        remarks.accept("bytes: " + network.label() + ", threads " + threads);
        return figures(
                folder.resolve("bytes-" + network.label() + "-" + threads + ".json"),
                "infer",
                "--random",
                network.label(),
                "--threads",
                String.valueOf(threads),
                "--batches",
                BYTES_AT,
                "--seconds",
                String.valueOf(settings.seconds()),
                "--rounds",
                rounds());
    }

    /** A chain around an engine that is many times slower measures the engine again, for minutes. */
    private static List<EngineChoice> chained(List<EngineChoice> engines) {
        List<EngineChoice> fast = engines.stream()
                .filter(engine -> engine.kind() == EngineKind.ONNXRUNTIME)
                .toList();
        return fast.isEmpty() ? engines : fast;
    }

    private ObjectNode pipeline(Scan scan, EngineChoice engine, Path folder) throws IOException, InterruptedException {
        String precision = engine.precision().label();
        String kind = engine.kind().label();
        remarks.accept("the whole chain at " + scan.name() + ", " + kind + " " + precision);
        ObjectNode figures = part(
                scan,
                folder.resolve("pipeline-" + scan.name() + "-" + kind + "-" + precision + ".json"),
                "pipeline",
                scan.in(folder).toString(),
                "--model",
                settings.model().toString(),
                "--engine",
                kind,
                "--precision",
                precision,
                "--rounds",
                rounds());
        return figures.put("precision", precision);
    }

    private ObjectNode small(Path folder) throws IOException, InterruptedException {
        Path slide = settings.small().orElse(folder.resolve("small.svs"));
        if (settings.small().isEmpty()) {
            commands.run(List.of("synth", slide.toString(), "--size", SMALL_SIZE, "--mpp", READ_AT));
        }
        remarks.accept("a small slide from a cold start");
        List<Double> walls = new ArrayList<>();
        for (int start = 0; start <= settings.rounds(); start++) {
            long begin = System.nanoTime();
            commands.run(List.of(
                    "run",
                    slide.toString(),
                    "--model",
                    settings.model().toString(),
                    "--out",
                    folder.resolve("small-" + start).toString()));
            if (start > 0) {
                walls.add(seconds(begin));
            }
        }
        ObjectNode json = JSON.createObjectNode()
                .put("slide", settings.small().isEmpty() ? "synthetic, " + SMALL_SIZE : name(slide))
                .put("wallSeconds", Medians.of(walls));
        walls.forEach(json.withArray("wallSecondsRounds")::add);
        return json;
    }

    private ObjectNode part(Scan scan, Path file, String... words) throws IOException, InterruptedException {
        ObjectNode figures = figures(file, words);
        return figures.put("scan", scan.name()).put("size", settings.size());
    }

    private ObjectNode figures(Path file, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("bench"));
        command.addAll(List.of(words));
        command.addAll(List.of("--json", file.toString()));
        commands.run(command);
        if (!(JSON.readTree(file.toFile()) instanceof ObjectNode figures)) {
            throw new BenchException("bench " + words[0] + " wrote no figures");
        }
        figures.remove("machine");
        figures.remove("slide");
        return figures;
    }

    private String rounds() {
        return String.valueOf(settings.rounds());
    }

    private static String name(Path slide) {
        return String.valueOf(slide.getFileName());
    }

    private static double seconds(long start) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.2f", (System.nanoTime() - start) / 1e9));
    }
}
