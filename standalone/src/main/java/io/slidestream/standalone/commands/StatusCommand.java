package io.slidestream.standalone.commands;

import io.slidestream.contracts.BucketListed;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.standalone.pipeline.SlideStatesView;
import io.slidestream.standalone.pipeline.SlideStatus;
import io.slidestream.standalone.terminal.UsageException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
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
    public Integer call() {
        checkStates();
        try (SlideStatesView board = SlideStatesView.read(kafka.kafka())) {
            String prefix = bucket == null ? "" : location(bucket);
            List<BucketListed> buckets = board.buckets().stream()
                    .filter(one -> one.location().startsWith(prefix))
                    .toList();
            List<SlideStatus> slides = board.slides().stream()
                    .filter(slide -> slide.taken().location().startsWith(prefix))
                    .filter(slide -> states == null
                            || states.contains(slide.taken().state().label()))
                    .toList();
            PrintWriter out = spec.commandLine().getOut();
            if (json) {
                out.println(StatusJson.of(buckets, slides));
            } else {
                new StatusTable(ZoneId.systemDefault()).lines(buckets, slides).forEach(out::println);
            }
            return 0;
        }
    }

    private void checkStates() {
        List<String> all = Arrays.stream(SlideStateChanged.State.values())
                .map(SlideStateChanged.State::label)
                .toList();
        if (states != null && !all.containsAll(states)) {
            throw new UsageException("--state must be of " + all + ", was " + states);
        }
    }

    /** A folder need not be there any more. */
    private static String location(String bucket) {
        if (bucket.matches("[a-z][a-z0-9]+:.*")) {
            return bucket;
        }
        Path folder = Path.of(bucket);
        try {
            folder = folder.toRealPath();
        } catch (java.io.IOException e) {
            folder = folder.toAbsolutePath().normalize();
        }
        String uri = folder.toUri().toString();
        return uri.endsWith("/") ? uri : uri + "/";
    }
}
