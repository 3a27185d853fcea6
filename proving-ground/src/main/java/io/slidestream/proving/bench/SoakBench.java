package io.slidestream.proving.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slidestream.broker.EmbeddedBroker;
import io.slidestream.proving.processes.Footprint;
import io.slidestream.proving.processes.Patience;
import io.slidestream.proving.processes.ServiceFailure;
import io.slidestream.proving.processes.ServiceProcess;
import io.slidestream.synthetic.SyntheticSlide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * Queues slides at once and looks at the memory of each service while they are mapped. The slides are one file under many
 * names, and so as many slides to every service.
 */
public final class SoakBench {
    private static final double MARKS = 50;
    private static final int LOOK_MILLIS = 250;
    private static final Patience READY = new Patience(Duration.ofMinutes(5), Duration.ofMillis(LOOK_MILLIS));
    /** Longest time from one map to the next; one of a million tiles takes a while. */
    private static final Duration STALL = Duration.ofMinutes(60);

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final SoakSettings settings;
    private final List<SoakFigures.Sample> samples = new ArrayList<>();

    /** @param folder empty, for everything */
    public SoakBench(Path folder, SoakSettings settings) {
        this.folder = folder;
        this.settings = settings;
    }

    /**
     * Measures, in minutes to hours.
     *
     * @param remarks told how far it is
     * @throws ServiceFailure if a service ends, or nothing is mapped for an hour
     */
    public SoakFigures run(Consumer<String> remarks) throws InterruptedException, IOException {
        queue();
        Path model = settings.model() == null ? folder.resolve("model") : settings.model();
        if (settings.model() == null) {
            MeanColourModel.write(model, settings.tileSidePx());
        }
        try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"));
                SoakServices services = new SoakServices(folder, broker.bootstrapServers(), model, settings)) {
            services.awaitReady(READY);
            long begun = System.nanoTime();
            watch(services, remarks);
            double seconds = (System.nanoTime() - begun) / 1e9;
            return new SoakFigures(settings, seconds, tiles(), samples);
        }
    }

    private void queue() throws IOException {
        Path source = folder.resolve("slide.svs");
        SyntheticSlide.builder()
                .size(settings.widthPx(), settings.heightPx())
                .mpp(0.5)
                .write(source);
        Path bucket = Files.createDirectories(folder.resolve("bucket"));
        for (int i = 1; i <= settings.slides(); i++) {
            Files.createLink(bucket.resolve(String.format(Locale.ROOT, "slide-%06d.svs", i)), source);
        }
    }

    /** A sample each fiftieth of the slides. */
    private void watch(SoakServices services, Consumer<String> remarks) throws InterruptedException {
        long progress = System.nanoTime();
        long before = 0;
        for (int mark = 1; mark <= MARKS; ) {
            long mapped = services.written();
            if (mapped > before) {
                before = mapped;
                progress = System.nanoTime();
            } else if (System.nanoTime() - progress > STALL.toNanos()) {
                throw new ServiceFailure("no slide was mapped for an hour after " + mapped + " of " + settings.slides()
                        + "; the services' logs are in " + folder.resolve("logs"));
            }
            if (mapped < Math.ceil(settings.slides() * mark / MARKS)) {
                Thread.sleep(LOOK_MILLIS);
                continue;
            }
            double share = Math.min(1, (double) mapped / settings.slides());
            String held = sample(services, share);
            mark = (int) (share * MARKS) + 1;
            remarks.accept(mapped + " of " + settings.slides() + " slides are mapped;" + held);
        }
    }

    /** Takes a sample and formats it for people. */
    private String sample(SoakServices services, double share) throws InterruptedException {
        StringBuilder held = new StringBuilder();
        for (ServiceProcess service : services.all()) {
            Footprint footprint = service.footprint();
            samples.add(new SoakFigures.Sample(service.kind().label(), share, footprint));
            held.append(String.format(
                    Locale.ROOT,
                    " %s %.1f MB of live heap, %.0f MB resident;",
                    service.kind().label(),
                    footprint.liveHeapMb(),
                    footprint.residentMb()));
        }
        return held.toString();
    }

    /** Number of tiles of all maps; fails unless every ledger balances and nothing is rejected. */
    private long tiles() throws IOException {
        long tiles = 0;
        for (int i = 1; i <= settings.slides(); i++) {
            Path summary = folder.resolve(String.format(Locale.ROOT, "results/slide-%06d/summary.json", i));
            JsonNode ledger = JSON.readTree(summary.toFile()).path("ledger");
            long expected = ledger.path("expected").asLong();
            if (expected == 0 || ledger.path("scored").asLong() != expected) {
                throw new BenchException("not every tile is scored: " + summary + " says " + ledger);
            }
            tiles += expected;
        }
        return tiles;
    }
}
