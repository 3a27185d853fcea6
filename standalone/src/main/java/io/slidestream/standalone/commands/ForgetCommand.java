package io.slidestream.standalone.commands;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.catalog.CatalogStore;
import io.slidestream.catalog.database.CatalogException;
import io.slidestream.catalog.maps.MapIndex;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.servicekit.kafka.KafkaEventPublisher;
import io.slidestream.servicekit.kafka.TopicPlan;
import io.slidestream.servicekit.run.NameKey;
import io.slidestream.slides.s3.CacheSettings;
import io.slidestream.standalone.pipeline.PipelineFailure;
import io.slidestream.standalone.terminal.UsageException;
import io.slidestream.viewer.catalog.Catalog;
import io.slidestream.viewer.catalog.TumourArea;
import io.slidestream.viewer.command.CatalogOptions;
import io.slidestream.viewer.forgetting.Forgetting;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "forget",
        description =
                "Removes everything that is kept of slides: maps and their files, states in topics, downloaded copies,"
                        + " rows of the catalog and what people added there. A map under way is called off. The slides themselves"
                        + " are never touched. One line stays in .catalog/forgotten.log, with the keyed hash of the slide.",
        footer = "%nExit status: 0 when nothing of the slides is left, 1 when something is, 2 on wrong usage.")
public final class ForgetCommand implements Callable<Integer> {
    /** What a broker rolls a day later it compacts soon; tombstones stay a day more. */
    private static final Duration COMPACTED = Duration.ofDays(2);

    private static final Duration DEAD_LETTERS = Duration.ofDays(30);
    private static final DateTimeFormatter DAY = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm");

    @Parameters(
            arity = "1..*",
            paramLabel = "NAME",
            description = "Slides: their names as 'slidestream status' or the list says them, or their locations.")
    @SuppressWarnings("NullAway.Init") // required
    private List<String> names;

    @Option(
            names = "--map",
            paramLabel = "ID",
            description = "Only this map of the slide, by its id or the beginning of it; its other maps stay.")
    private @Nullable String map;

    @Option(names = "--results", paramLabel = "DIR", description = "The results folder, where --out does not name it.")
    private @Nullable Path results;

    @Option(
            names = "--s3-cache",
            paramLabel = "DIR",
            description = "Where downloaded slides are kept. Default: /var/tmp/slidestream- and the user's name.")
    private Path cache = CacheSettings.DEFAULT.folder();

    @Mixin
    private final KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private final CatalogOptions catalog = new CatalogOptions();

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        Path folder = results == null ? kafka.out().orElse(null) : results;
        if (folder == null || !Files.isDirectory(folder)) {
            throw new UsageException("where are the results? Give --out DIR, as 'slidestream watch' or 'run' had it, or"
                    + " --results DIR" + (folder == null ? "" : "; " + folder + " is no folder"));
        }
        if (map != null && names.size() > 1) {
            throw new UsageException("--map is of one slide; " + names.size() + " were named");
        }
        Map<String, Object> properties = kafka.kafkaIfAny().orElse(null);
        NameKey key = kafka.nameKey().orElseGet(() -> NameKey.in(catalogFolder(folder)));
        try (CatalogStore store = CatalogStore.open(catalog.of(folder))) {
            MapIndex index = store.maps(new TumourArea(null));
            Catalog.bringUpToDate(index, folder);
            if (properties == null) {
                return forgetAll(store, index, folder, key, null, null);
            }
            try (SlideTraces traces = new SlideTraces(
                            properties,
                            slide -> names.stream()
                                    .anyMatch(name -> meant(name, key).test(slide)));
                    KafkaEventPublisher publisher =
                            new KafkaEventPublisher(properties, "slidestream-forget", new SimpleMeterRegistry())) {
                return forgetAll(store, index, folder, key, traces, publisher);
            }
        } catch (CatalogException e) {
            throw new PipelineFailure(String.valueOf(e.getMessage()));
        } catch (CompletionException e) {
            throw new PipelineFailure("Kafka did not take it, so nothing was removed: " + e.getCause());
        }
    }

    private int forgetAll(
            CatalogStore store,
            MapIndex index,
            Path folder,
            NameKey key,
            @Nullable SlideTraces traces,
            @Nullable KafkaEventPublisher publisher)
            throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        Forgetting forgetting =
                new Forgetting(store, index, new Forgetting.Places(folder, cache), publisher, key, Clock.systemUTC());
        int status = 0;
        for (String name : names) {
            SlideVersion slide = find(name, key, index, traces);
            if (traces != null && publisher != null && !traces.callOff(slide.location(), publisher)) {
                spec.commandLine()
                        .getErr()
                        .println(
                                "slidestream: a map of " + slide.name() + " is under way and no tiler has called it off"
                                        + " within 30 s, so nothing of it was removed; it is when a tiler and an aggregator run");
                status = 1;
                continue;
            }
            Set<MapId> told = traces == null ? Set.of() : traces.maps(slide.location());
            String begins = map;
            Forgetting.Done done = begins == null
                    ? forgetting.forget(slide, told)
                    : forgetting.forget(slide, only(begins, slide, index, told));
            out.println((begins == null ? slide.name() : "map " + begins + " of " + slide.name())
                    + " is forgotten; it is " + done.id() + " in .catalog/forgotten.log. Removed:");
            done.removed().forEach(line -> out.println("    " + line));
            if (publisher != null) {
                out.println(
                        "  ! Kafka keeps older records until it compacts or expires them, if its topics are as this version makes"
                                + " them: states and maps until " + by(COMPACTED)
                                + ", blocks, scores and commands until "
                                + by(TopicPlan.WORK) + ", dead letters until " + by(DEAD_LETTERS)
                                + "; the aggregator's ledgers hold it until it is started again");
            }
            if (store.url().isPostgresql()) {
                out.println(
                        "  ! PostgreSQL's write-ahead log holds what was deleted until it is written over, and so do its files where"
                                + " the catalog is larger than 256 MB; VACUUM FULL ends the latter");
            }
            leftovers(slide, folder).forEach(line -> out.println("  ! " + line));
        }
        return status;
    }

    /** The only map of the slide whose id begins so. */
    private static MapId only(String begins, SlideVersion slide, MapIndex index, Set<MapId> told) {
        Set<MapId> all = new LinkedHashSet<>(told);
        index.at(slide.location()).forEach(known -> all.add(known.id()));
        List<MapId> fitting =
                all.stream().filter(one -> one.hex().startsWith(begins)).toList();
        if (fitting.size() != 1) {
            throw new UsageException((fitting.isEmpty() ? "no id of a map" : "the ids of " + fitting.size() + " maps")
                    + " of "
                    + slide.name() + (fitting.isEmpty() ? " begins with " : " begin with ") + begins + "; there are "
                    + all.stream().map(MapId::hex).collect(Collectors.joining(", ")));
        }
        return fitting.get(0);
    }

    private static List<String> leftovers(SlideVersion slide, Path folder) {
        List<String> left = new java.util.ArrayList<>();
        for (String table : List.of("cohort.csv", "cohort.html")) {
            Path file = folder.resolve(table);
            try {
                if (Files.isRegularFile(file) && Files.readString(file).contains(slide.name())) {
                    left.add(file + " names it still; write it anew: slidestream report " + folder);
                }
            } catch (IOException e) {
                left.add(file + " may name it, and cannot be read: " + FileFault.words(e));
            }
        }
        if (slide.location().startsWith("file:") && Files.exists(Path.of(URI.create(slide.location())))) {
            left.add("the slide is still where it was: a tiler that watches its folder takes it in as a new one");
        }
        left.add("logs may name it, unless log.redact is set");
        return left;
    }

    private static String by(Duration fromNow) {
        return DAY.format(Instant.now().plus(fromNow).atZone(ZoneId.systemDefault()));
    }

    /** The only slide of that name. */
    private SlideVersion find(String name, NameKey key, MapIndex index, @Nullable SlideTraces traces) {
        Predicate<SlideVersion> meant = meant(name, key);
        Map<String, SlideVersion> found = new LinkedHashMap<>();
        index.forEachKnown(map -> {
            if (meant.test(map.slide())) {
                found.put(map.slide().location(), map.slide());
            }
        });
        Optional.ofNullable(traces)
                .ifPresent(all -> all.slides().values().stream()
                        .filter(meant)
                        .forEach(slide -> found.putIfAbsent(slide.location(), slide)));
        if (found.size() == 1) {
            return found.values().iterator().next();
        }
        throw new UsageException(
                found.isEmpty()
                        ? "nothing is kept of a slide named " + name
                        : found.size() + " slides are named " + name + "; give one's location: "
                                + String.join(", ", found.keySet()));
    }

    private static Predicate<SlideVersion> meant(String name, NameKey key) {
        return slide -> slide.name().equals(name)
                || slide.location().equals(name)
                || key.slide(slide.location()).equals(name);
    }

    private static Path catalogFolder(Path results) {
        try {
            return Files.createDirectories(results.resolve(".catalog"));
        } catch (IOException e) {
            throw new UsageException(
                    "the line that it was forgotten cannot be written to " + results + ": " + FileFault.words(e));
        }
    }
}
