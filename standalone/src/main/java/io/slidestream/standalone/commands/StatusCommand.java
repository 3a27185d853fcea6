package io.slidestream.standalone.commands;

import io.slidestream.catalog.CatalogStore;
import io.slidestream.catalog.database.CatalogException;
import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.catalog.maps.SlideBoard;
import io.slidestream.contracts.BucketListed;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.standalone.pipeline.PipelineFailure;
import io.slidestream.standalone.pipeline.SlideStatesView;
import io.slidestream.standalone.terminal.UsageException;
import io.slidestream.viewer.command.CatalogOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "status",
        description =
                "Shows how far each slide has come: seen, settling, submitted, tiled, mapped, or rejected and why.",
        footer = "%nEach state and reason, and what to do, is explained in docs/operations.md.")
public final class StatusCommand implements Callable<Integer> {
    @Mixin
    private final KafkaOptions kafka = new KafkaOptions();

    @Mixin
    private final CatalogOptions catalog = new CatalogOptions();

    @Option(
            names = "--bucket",
            paramLabel = "BUCKET",
            description = "Only the slides of this bucket: a folder or a URI as s3://bucket/prefix. Default: all.")
    private @Nullable String bucket;

    @Option(names = "--state", paramLabel = "STATE,…", split = ",", description = "Only the slides in these states.")
    private @Nullable List<String> states;

    @Option(names = "--json", description = "For programs.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        SlideBoard.Filter asked = new SlideBoard.Filter(bucket == null ? "" : location(bucket), states());
        Map<String, Object> properties = kafka.kafka();
        try (CatalogStore store = open(KnownCatalog.of(catalog, kafka).orElse(null));
                SlideStatesView view = read(properties, store)) {
            return show(view, asked);
        } catch (CatalogException e) {
            throw new PipelineFailure(String.valueOf(e.getMessage()));
        }
    }

    private @Nullable CatalogStore open(@Nullable DatabaseUrl place) {
        try {
            return place == null ? null : CatalogStore.open(place);
        } catch (CatalogException e) {
            note(e.getMessage() + "; the topics were read from their start");
            return null;
        }
    }

    private SlideStatesView read(Map<String, Object> properties, @Nullable CatalogStore store) {
        if (store == null) {
            return SlideStatesView.read(properties);
        }
        SlideStatesView view = SlideStatesView.read(properties, store.maps(map -> Double.NaN));
        if (!view.isOfCatalog()) {
            note("the catalog " + store.url() + " does not follow these topics, so they were read from their start");
        }
        return view;
    }

    private int show(SlideStatesView view, SlideBoard.Filter asked) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        List<BucketListed> buckets = view.buckets(asked.locationPrefix());
        if (json) {
            try (StatusJson slides = new StatusJson(out, buckets, kafka.nameKey())) {
                view.each(asked, slides);
            }
        } else {
            StatusTable table = new StatusTable(ZoneId.systemDefault());
            table.of(buckets).forEach(out::println);
            StatusTable.Lines slides = table.new Lines(out::println);
            view.each(asked, slides);
            slides.end();
        }
        out.flush();
        return 0;
    }

    private void note(String what) {
        spec.commandLine().getErr().println("slidestream: " + what);
    }

    private Set<SlideStateChanged.State> states() {
        if (states == null) {
            return Set.of();
        }
        Map<String, SlideStateChanged.State> all = new LinkedHashMap<>();
        for (SlideStateChanged.State state : SlideStateChanged.State.values()) {
            all.put(state.label(), state);
        }
        if (!all.keySet().containsAll(states)) {
            throw new UsageException("--state must be of " + all.keySet() + ", was " + states);
        }
        return states.stream().map(all::get).collect(Collectors.toSet());
    }

    /** A folder need not be there any more. */
    private static String location(String bucket) {
        if (bucket.matches("[a-z][a-z0-9]+:.*")) {
            return bucket;
        }
        Path folder = Path.of(bucket);
        try {
            folder = folder.toRealPath();
        } catch (IOException e) {
            folder = folder.toAbsolutePath().normalize();
        }
        String uri = folder.toUri().toString();
        return uri.endsWith("/") ? uri : uri + "/";
    }
}
