package io.slidestream.standalone.commands;

import io.slidestream.proving.chaos.FaultByFault;
import io.slidestream.proving.chaos.RandomDrill;
import io.slidestream.proving.chaos.RandomDrillSettings;
import io.slidestream.proving.drill.Compose;
import io.slidestream.proving.drill.Drill;
import io.slidestream.proving.drill.DrillSettings;
import io.slidestream.proving.drill.Verdict;
import io.slidestream.standalone.pipeline.Home;
import io.slidestream.standalone.pipeline.Logs;
import io.slidestream.standalone.terminal.Terminal;
import io.slidestream.standalone.terminal.UsageException;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(
        name = "drill",
        description =
                "Shows that nothing is lost: starts Kafka and the three services as processes of their own, maps a"
                        + " synthetic slide, then maps it again while services are killed and hang, Kafka goes away and junk"
                        + " arrives, and compares the maps byte by byte. Takes some minutes; touches nothing that runs,"
                        + " unless --compose names it.")
public final class DrillCommand implements Callable<Integer> {
    private static final int WIDTH_PX = 6000;
    private static final int HEIGHT_PX = 4500;

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "An empty folder for bucket, maps and logs, which stay there. Default: a temporary one.")
    private @Nullable Path out;

    @Option(
            names = "--only",
            paramLabel = "NAME,…",
            split = ",",
            description =
                    "These exercises alone: ${COMPLETION-CANDIDATES}. With --each: these faults, as its table names them.",
            completionCandidates = Names.class)
    private List<String> only = List.of();

    @Option(
            names = "--outage",
            paramLabel = "SECONDS",
            defaultValue = "30",
            description = "How long Kafka is away in broker-away, and the slides in bucket-away. Default: 30.")
    private int outageSeconds;

    @Option(
            names = "--model",
            paramLabel = "DIR",
            description = "The model bundle to map with. Default: the shipped one.")
    private @Nullable Path model;

    @Option(
            names = "--compose",
            paramLabel = "FILE",
            description =
                    "Drill what this docker-compose.yml has up instead: slides go into its bucket and are removed in"
                            + " the end, containers are killed and stopped and started again. Not on a day with patients' slides.")
    private @Nullable Path compose;

    @Option(names = "--project", paramLabel = "NAME", description = "The project's name, where compose had one as -p.")
    private @Nullable String project;

    @Option(
            names = "--random",
            description =
                    "Draw faults of all kinds at random instead, some at a time, while slides arrive; print seed and"
                            + " history, and after a failure look for the shortest sequence that fails.")
    private boolean random;

    @Option(
            names = "--each",
            description =
                    "Let each of these faults happen once, alone, and tell how long a slide takes that arrives as it"
                            + " begins. Takes a quarter of an hour.")
    private boolean each;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description = "With --random: draw the faults of this seed again. Default: a fresh one.")
    private @Nullable Long seed;

    @Option(
            names = "--minutes",
            paramLabel = "M",
            defaultValue = "3",
            description = "With --random: for how long faults begin. Default: 3.")
    private double minutes;

    @Option(
            names = "--brokers",
            paramLabel = "N",
            defaultValue = "1",
            description = "With --random and --each: 1 broker, or 3 with replicas. Default: 1.")
    private int brokers;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (random && each) {
            throw new UsageException("--random draws faults and --each goes through them: choose one");
        }
        if ((random || each) && compose != null) {
            throw new UsageException(
                    "--" + (random ? "random" : "each") + " has services of its own: leave --compose out");
        }
        if (random && !only.isEmpty()) {
            throw new UsageException("--random draws from all faults: leave --only out");
        }
        return random ? randomDrill() : each ? faultByFault() : exercises();
    }

    private int faultByFault() throws IOException, InterruptedException {
        if (brokers != 1 && brokers != 3) {
            throw new UsageException("--brokers must be 1 or 3, was " + brokers);
        }
        Path folder = folder();
        FaultByFault faults;
        try {
            faults = new FaultByFault(folder, bundle(), brokers, only, Terminal.standard()::print);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        Logs.to(folder);
        boolean passed = faults.run();
        Terminal.standard().print(passed ? "All slides got their maps, with the same bytes." : "Logs are in " + folder);
        return passed ? 0 : 1;
    }

    private int randomDrill() throws IOException, InterruptedException {
        RandomDrillSettings settings;
        try {
            settings = new RandomDrillSettings(
                    seed == null ? new SecureRandom().nextInt(1_000_000) : seed,
                    Duration.ofMillis(Math.round(minutes * 60_000)),
                    brokers);
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        Path folder = folder();
        Logs.to(folder);
        return RandomDrill.of(folder, bundle(), settings, Terminal.standard()::print)
                        .run()
                ? 0
                : 1;
    }

    private Path bundle() {
        Path bundle = model == null ? Home.folder().resolve("models/crc-nine-class") : model;
        return bundle.toAbsolutePath();
    }

    private int exercises() throws IOException, InterruptedException {
        DrillSettings settings;
        try {
            settings = new DrillSettings(WIDTH_PX, HEIGHT_PX, only, Duration.ofSeconds(outageSeconds));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
        Terminal terminal = Terminal.standard();
        Path folder = folder();
        Logs.to(folder);
        boolean passed = drill(folder, settings).run(terminal::print, verdict -> terminal.print(line(verdict)));
        terminal.print(
                passed
                        ? "All passed: no tile was lost, every map has the same bytes."
                        : "Not all passed; bucket, maps and logs are in " + folder);
        return passed ? 0 : 1;
    }

    private Drill drill(Path folder, DrillSettings settings) {
        if (compose != null) {
            try {
                return Drill.ofCompose(folder, Compose.of(compose, project), settings);
            } catch (IllegalArgumentException e) {
                throw new UsageException(String.valueOf(e.getMessage()));
            }
        }
        return Drill.ofItsOwn(folder, bundle(), settings);
    }

    private static String line(Verdict verdict) {
        return String.format(
                Locale.ROOT,
                "%-6s  %-18s  %s: %s (%.0f s)",
                verdict.passed() ? "passed" : "FAILED",
                verdict.name(),
                verdict.what(),
                verdict.remark(),
                verdict.seconds());
    }

    private Path folder() throws IOException {
        if (out == null) {
            return Files.createTempDirectory("slidestream-drill");
        }
        Files.createDirectories(out);
        try (DirectoryStream<Path> files = Files.newDirectoryStream(out)) {
            if (files.iterator().hasNext()) {
                throw new UsageException("--out " + out + " is not empty; name a new folder");
            }
        }
        return out.toAbsolutePath();
    }

    /** Names of the exercises, for the help text. */
    static final class Names implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return DrillSettings.names().iterator();
        }
    }
}
