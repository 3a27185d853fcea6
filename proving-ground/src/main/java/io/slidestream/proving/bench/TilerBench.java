package io.slidestream.proving.bench;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.broker.EmbeddedBroker;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.Model;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.Topic;
import io.slidestream.servicekit.config.CommonSettings;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.kafka.KafkaDeadLetters;
import io.slidestream.servicekit.kafka.KafkaEventPublisher;
import io.slidestream.servicekit.kafka.TopicCreation;
import io.slidestream.tiler.log.TilerMetrics;
import io.slidestream.tiler.states.KnownMaps;
import io.slidestream.tiler.states.SlideStates;
import io.slidestream.tiler.states.StateFile;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** Measures what a tiler costs that knows many slides: reading them from the topics once, and starting again. */
public final class TilerBench {
    private static final int IN_FLIGHT = 5_000;
    private static final Model MODEL = new Model("0".repeat(64), "two classes", List.of("STR", "TUM"), 224, 0.5);
    private static final TileGrid GRID = new TileGrid(40_000, 30_000, 0.5, 224, 224);

    private final Path folder;
    private final int slides;

    /**
     * What was measured.
     *
     * @param restoredSeconds from a start without a file until all that topics tell is known
     * @param startedSeconds the same with the file of an earlier start
     * @param emptyHeapBytes held by a tiler that knows nothing
     * @param heapBytes held by the one started again
     */
    public record Figures(
            int slides, double restoredSeconds, double startedSeconds, long emptyHeapBytes, long heapBytes) {
        /** A line a figure. */
        public List<String> table() {
            return List.of(
                    String.format("%-40s %,12d", "slides that a tiler knows", slides),
                    String.format("%-40s %12.1f s", "read from the topics", restoredSeconds),
                    String.format("%-40s %12.1f s", "ready after a restart", startedSeconds),
                    String.format("%-40s %12.1f MB", "heap of what it knows, of no slide", emptyHeapBytes / 1e6),
                    String.format("%-40s %12.1f MB", "heap of what it knows", heapBytes / 1e6));
        }
    }

    /** @param folder of a broker's and a tiler's data, which are left there; empty or missing before */
    public TilerBench(Path folder, int slides) {
        if (slides < 1) {
            throw new IllegalArgumentException("--slides must be at least 1, was " + slides);
        }
        this.folder = folder;
        this.slides = slides;
    }

    public Figures run() {
        Path known = folder.resolve("tiler");
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("kafka"))) {
            Settings settings = Settings.of(
                    CommonSettings.definition(0), Map.of(CommonSettings.BOOTSTRAP_SERVERS, broker.bootstrapServers()));
            TopicCreation.ensure(settings);
            try (KafkaEventPublisher publisher =
                    new KafkaEventPublisher(settings.kafka(), "bench", new SimpleMeterRegistry())) {
                Started warm = start(settings.kafka(), publisher, folder.resolve("empty"));
                warm.close();
                Started empty = start(settings.kafka(), publisher, folder.resolve("empty"));
                long emptyHeap = empty.heapBytes();
                empty.close();
                publish(publisher);
                Started first = start(settings.kafka(), publisher, known);
                first.close();
                Started again = start(settings.kafka(), publisher, known);
                Figures figures = new Figures(slides, first.seconds(), again.seconds(), emptyHeap, again.heapBytes());
                again.close();
                return figures;
            }
        }
    }

    /** Parts of a tiler that know slides. */
    private record Started(StateFile file, KnownMaps maps, SlideStates states, double seconds, long heapBytes) {
        void close() {
            states.close();
            maps.close();
            file.close();
        }
    }

    private static Started start(Map<String, Object> kafka, KafkaEventPublisher publisher, Path folder) {
        long before = heap();
        long begun = System.nanoTime();
        Clock clock = Clock.systemUTC();
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        TilerMetrics metrics = new TilerMetrics(registry);
        KafkaDeadLetters deadLetters = new KafkaDeadLetters(publisher, "bench", registry, clock);
        StateFile file = StateFile.in(folder, clock);
        KnownMaps maps = KnownMaps.in(kafka, file, deadLetters, metrics);
        SlideStates states = SlideStates.in(kafka, file, publisher, deadLetters, metrics, clock);
        maps.start();
        states.start();
        double seconds = (System.nanoTime() - begun) / 1e9;
        return new Started(file, maps, states, seconds, Math.max(0, heap() - before));
    }

    private void publish(KafkaEventPublisher publisher) {
        List<CompletableFuture<Void>> sent = new ArrayList<>();
        for (int i = 0; i < slides; i++) {
            String name = "2026/case-" + i + "/HE";
            SlideVersion slide = new SlideVersion("file:///archive/" + name + ".svs", "1-" + i, name);
            MapId map = new MapId(String.format("%032x", i * 0x9E3779B97F4A7C15L & Long.MAX_VALUE));
            sent.add(publisher.publish(
                    Topic.SLIDES, new SlideTiled(map, 1, slide, GRID, MODEL, 1_800, "aperio", 1, 1, 1, 1)));
            sent.add(publisher.publish(
                    Topic.TUMOR_MAPS,
                    new MapUpdated(
                            map,
                            1,
                            slide,
                            MapUpdated.State.MAPPED,
                            1_800,
                            1_800,
                            0,
                            "file:///maps/" + name,
                            null,
                            null)));
            sent.add(publisher.publish(
                    Topic.SLIDE_STATES,
                    new SlideStateChanged(slide, SlideStateChanged.State.MAPPED, 2, 1, map, 1, null, null, null)));
            if (sent.size() >= IN_FLIGHT || i == slides - 1) {
                CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
                sent.clear();
            }
        }
    }

    private static long heap() {
        System.gc();
        System.gc();
        return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
    }
}
