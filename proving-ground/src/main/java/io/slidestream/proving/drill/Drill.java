package io.slidestream.proving.drill;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slidestream.proving.processes.Patience;
import io.slidestream.proving.processes.ServiceFailure;
import io.slidestream.synthetic.SyntheticSlide;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Maps one slide undisturbed and then again and again while something goes wrong. An exercise is passed when every tile
 * is scored and the map has the same bytes.
 */
public final class Drill {
    private static final String UNDISTURBED = "undisturbed";
    /** Files that depend on the pixels and the network alone: the others name their slide. */
    private static final List<String> COMPARED = List.of("tiles.csv", "tumor-map.png");

    private static final Patience PATIENCE = new Patience(Duration.ofMinutes(10), Duration.ofMillis(5));
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path folder;
    private final DrillSettings settings;
    private final Start start;

    private Drill(Path folder, DrillSettings settings, Start start) {
        this.folder = folder;
        this.settings = settings;
        this.start = start;
    }

    /**
     * Drill with services of its own.
     *
     * @param folder new or empty; broker, bucket, results and logs stay in it
     */
    public static Drill ofItsOwn(Path folder, Path model, DrillSettings settings) {
        return new Drill(folder, settings, () -> new OwnSetUp(folder, model, PATIENCE));
    }

    /**
     * Drill of services that a compose file has started; the drill's slides are left there with their maps, but not in
     * the bucket.
     *
     * @param folder new or empty; what was fetched of the maps stays in it
     */
    public static Drill ofCompose(Path folder, Compose compose, DrillSettings settings) {
        return new Drill(folder, settings, () -> new ComposeSetUp(compose, folder, PATIENCE));
    }

    private interface Start {
        DrillSetUp begin() throws IOException, InterruptedException;
    }

    /**
     * @param remarks told what is about to be done
     * @param verdicts told each as it comes
     * @return whether all are passed
     */
    public boolean run(Consumer<String> remarks, Consumer<Verdict> verdicts) throws IOException, InterruptedException {
        Path slide = folder.resolve("slide.svs");
        SyntheticSlide.builder()
                .size(settings.widthPx(), settings.heightPx())
                .mpp(0.5)
                .write(slide);
        boolean passed = true;
        try (DrillSetUp setUp = start.begin()) {
            remarks.accept("drilling " + setUp.where());
            setUp.complete();
            try (DrillTopics topics = new DrillTopics(setUp.bootstrapServers())) {
                long begun = System.nanoTime();
                DrillSlide undisturbed = new DrillSlide(setUp, topics, slide, UNDISTURBED);
                undisturbed.arrives();
                undisturbed.awaitMap();
                remarks.accept("undisturbed: a map of " + tiles(undisturbed) + " tiles in " + undisturbed.blocks()
                        + " blocks in " + Math.round(secondsSince(begun)) + " s");
                boolean disks = setUp.hasDisks();
                if (!disks && !setUp.isRunning()) {
                    remarks.accept("full disks are left out: to mount small ones needs root");
                }
                Set<String> unfit = new HashSet<>(disks ? Set.of() : DrillSettings.WITH_DISKS);
                if (setUp.isRunning()) {
                    unfit.addAll(DrillSettings.UNASKED);
                }
                for (Exercise exercise : settings.exercises(unfit)) {
                    Verdict verdict = verdict(exercise, setUp, topics, slide, undisturbed);
                    verdicts.accept(verdict);
                    passed &= verdict.passed();
                }
            }
        } catch (ServiceFailure e) {
            remarks.accept("the drill cannot go on: " + e.getMessage());
            return false;
        }
        return passed;
    }

    private static Verdict verdict(
            Exercise exercise, DrillSetUp setUp, DrillTopics topics, Path source, DrillSlide undisturbed)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        List<String> faults = new ArrayList<>();
        String moment = "";
        try {
            setUp.complete();
            DrillSlide slide = new DrillSlide(setUp, topics, source, exercise.name());
            moment = exercise.fault().happens(setUp, slide);
            setUp.complete();
            slide.awaitMap();
            faults.addAll(differences(slide, undisturbed));
        } catch (ServiceFailure e) {
            faults.add(e.getMessage());
        }
        String remark = faults.isEmpty() ? moment + "; same bytes" : moment + "; " + String.join("; ", faults);
        return new Verdict(exercise.name(), exercise.what(), faults.isEmpty(), remark, secondsSince(start));
    }

    private static List<String> differences(DrillSlide slide, DrillSlide undisturbed) throws IOException {
        List<String> faults = new ArrayList<>();
        long tiles = tiles(slide);
        if (tiles != tiles(undisturbed)) {
            faults.add(tiles + " tiles are scored instead of " + tiles(undisturbed));
        }
        for (String file : COMPARED) {
            if (Files.mismatch(slide.result(file), undisturbed.result(file)) >= 0) {
                faults.add(slide.result(file) + " differs from " + undisturbed.result(file));
            }
        }
        return faults;
    }

    private static long tiles(DrillSlide slide) throws IOException {
        JsonNode ledger = JSON.readTree(slide.result("summary.json").toFile()).path("ledger");
        return ledger.path("scored").asLong();
    }

    private static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}
