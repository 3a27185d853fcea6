package io.slidestream.system;

import io.slidestream.broker.EmbeddedBroker;
import io.slidestream.synthetic.SyntheticSlide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;

/** What goes wrong in a lab, each with the alert that must come of it, waited for alone; one that came and went counts. */
final class Mishaps {
    /** Small slides of one cell show tumour alone, those of more cells stroma and normal mucosa as well. */
    private static final int ONE_CELL_TILES = 6;

    private static final int DRIFTED = 40;

    private final Path folder;
    private final Path bucket;
    private final Path results;
    private final Prometheus prometheus;
    private final Instant begun = Instant.now();

    Mishaps(Path folder, Path bucket, Path results, Prometheus prometheus) {
        this.folder = folder;
        this.bucket = bucket;
        this.results = results;
        this.prometheus = prometheus;
    }

    /** Counters that the first map made grow with the second. */
    void firstSlides() throws Exception {
        drop("too-small.svs", slide(100, 100));
        for (String name : new String[] {"first", "second", "third"}) {
            drop(name + ".svs", slide(1500, 1500).cellTiles(ONE_CELL_TILES));
            prometheus
                    .process()
                    .until("the map of " + name, () -> Files.exists(results.resolve(name + "/summary.json")));
        }
        await("DeadLetters", begun);
    }

    void badSlides() throws Exception {
        Instant now = Instant.now();
        Files.writeString(results.resolve("obstructed"), "in the way of its folder");
        drop("obstructed.svs", slide(1500, 1500).cellTiles(ONE_CELL_TILES));
        for (int i = 0; i < 6; i++) {
            drop("small-" + i + ".svs", slide(100, 100));
            drop("too-little-tissue-" + i + ".svs", slide(300, 300));
        }
        await("SlidesRejected", now);
        await("BlankSlides", now);
        await("MapsNotWritten", now);
        Files.delete(results.resolve("obstructed"));
    }

    void otherTissue() throws Exception {
        Instant now = Instant.now();
        Path slide = made("other.svs", slide(1500, 768).cellTiles(3));
        for (int i = 0; i < DRIFTED; i++) {
            Files.copy(slide, bucket.resolve("other-" + i + ".svs"));
        }
        await("ClassMixDrifts", now);
    }

    void fullDisk(Path cache) throws Exception {
        Instant now = Instant.now();
        try (SmallDisk disk = SmallDisk.full(cache)) {
            await("DiskNearlyFull", now);
        }
    }

    void slowReading() throws Exception {
        Instant now = Instant.now();
        SyntheticSlide.Builder damaged = slide(16_000, 16_000).mpp(0.25).cellTiles(63);
        for (int i = 0; i < 62 * 62; i += 50) {
            damaged.corruptTile(i % 62, i / 62);
        }
        Path slide = made("large.svs", damaged);
        for (int i = 0; i < 8; i++) {
            Files.copy(slide, bucket.resolve("large-" + i + ".svs"));
        }
        await("QueueOld", now);
        await("TilesRejected", now);
        await("ReadSlowerThanInfer", now);
    }

    void hangingWorker(Child worker) throws Exception {
        Instant now = Instant.now();
        worker.freeze();
        await("WorkerSilent", now);
        await("SlideStuck", now);
        worker.thaw();
    }

    void throwingEngine() throws Exception {
        Instant now = Instant.now();
        Files.createDirectory(bucket.resolve("urgent"));
        drop("urgent/lymphocytes.svs", slide(4000, 3000));
        await("EngineFails", now);
    }

    void missingBucket() throws Exception {
        Instant now = Instant.now();
        Files.move(bucket, folder.resolve("elsewhere"));
        await("ServiceNotReady", now);
        await("NoSlideForLong", now);
    }

    void deadService(Child service) throws Exception {
        Instant now = Instant.now();
        service.kill();
        await("ServiceDown", "job=\"tiler-service\"", now);
    }

    void missingKafka(EmbeddedBroker broker) throws Exception {
        Instant now = Instant.now();
        broker.close();
        await("KafkaSilent", now);
    }

    private void await(String alert, Instant since) throws InterruptedException {
        await(alert, "", since);
    }

    private void await(String alert, String labels, Instant since) throws InterruptedException {
        prometheus.process().until("alert " + alert, () -> prometheus.fired(alert, labels, since));
    }

    private static SyntheticSlide.Builder slide(int width, int height) {
        return SyntheticSlide.builder().size(width, height).mpp(0.5);
    }

    private Path made(String name, SyntheticSlide.Builder slide) throws IOException {
        Path made = folder.resolve(name);
        slide.write(made);
        return made;
    }

    private void drop(String name, SyntheticSlide.Builder slide) throws IOException {
        Files.copy(made(Path.of(name).getFileName().toString(), slide), bucket.resolve(name));
    }
}
