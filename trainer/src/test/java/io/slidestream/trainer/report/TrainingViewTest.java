package io.slidestream.trainer.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.trainer.base.Screen;
import io.slidestream.trainer.fit.BatchRecord;
import io.slidestream.trainer.fit.EpochRecord;
import io.slidestream.trainer.fit.Score;
import io.slidestream.trainer.fit.TrainingCourse;
import io.slidestream.trainer.fit.TrainingJson;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TrainingViewTest {
    private static final double NONE = Double.NaN;

    private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
    private final Screen screen = Screen.plain(new PrintStream(printed, true, StandardCharsets.UTF_8));
    private long nanos;

    @TempDir
    Path temp;

    private Path folder;
    private List<EpochRecord> recorded;

    @BeforeEach
    void readRecords() throws Exception {
        folder = temp.resolve("m.training");
        recorded = TrainingJson.read(Path.of(Objects.requireNonNull(getClass().getResource("training-recorded.json"))
                .toURI()));
        assertThat(recorded).hasSize(22);
    }

    @Test
    void thePageIsThereFromTheStart_andReloadsUntilAllIsDone() throws IOException {
        TrainingView view = TrainingView.begun(folder, "a <model>", screen, () -> nanos);

        assertThat(page()).contains("a &lt;model&gt;", "http-equiv=\"refresh\"", "the first has not begun");
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("Watch it: " + folder.resolve("training.html"));

        recorded.forEach(view::epoch);
        view.ended();

        assertThat(page())
                .contains("Training is done", "new layer, epoch", "all layers, epoch", "<polyline class=\"training\"")
                .contains("<circle class=\"validation\"", "All " + recorded.size() + ", from the first")
                .doesNotContain("http-equiv=\"refresh\"", "http:", "https:", "<script");
        BufferedImage picture = ImageIO.read(folder.resolve("training.png").toFile());
        assertThat(picture.getWidth()).isEqualTo(960);
        assertThat(view.png()).isEqualTo(Files.readAllBytes(folder.resolve("training.png")));
        assertThat(folder.toFile().list())
                .contains("training.html", "training.png", "training.json", "training.csv")
                .anyMatch(name -> name.contains(".tfevents."))
                .hasSize(5);
    }

    @Test
    void batchesAreShown_butNotMoreOftenThanOneCanLook() throws IOException {
        TrainingView view = TrainingView.begun(folder, "m", screen, () -> nanos);
        view.batch(batch(1, 0.5));
        assertThat(page()).contains("all layers, batch 1 of 9", "34 images/s", "2 min 5 s");

        view.batch(batch(2, 0.5));
        assertThat(page()).contains("batch 1 of 9");

        nanos += 2_000_000_000L;
        view.batch(batch(3, 0.5));
        assertThat(page()).contains("batch 3 of 9").contains("<polyline class=\"batches\"");
    }

    @Test
    void aTrainingThatGoesOn_keepsWhatWas_andReplacesWhatComesAgain() {
        TrainingView killed = TrainingView.begun(folder, "m", screen, () -> nanos);
        recorded.forEach(epoch -> ended(epoch, killed));

        TrainingView view = TrainingView.resumed(folder, "m", List.of(), screen, () -> nanos);
        assertThat(view.records()).isEqualTo(recorded);
        EpochRecord again =
                new EpochRecord("all layers", 6, 12, 0.001, new Score(0.2, 0.9), new Score(0.3, 0.85), 30, 100);
        ended(again, view);

        assertThat(view.records()).hasSize(21).endsWith(again);
        assertThat(TrainingJson.read(folder.resolve("training.json"))).isEqualTo(view.records());
        EpochRecord first = new EpochRecord("new layer", 1, 15, 0.001, new Score(0.2, 0.9), Score.NONE, NONE, NONE);
        ended(first, view);
        assertThat(view.records()).containsExactly(first);
        assertThat(TrainingJson.read(folder.resolve("training.json"))).containsExactly(first);
    }

    @Test
    void epochsThatCameTooFastForTheView_areKnownFromWhatIsKept() {
        TrainingView killed = TrainingView.begun(folder, "m", screen, () -> nanos);
        recorded.forEach(killed::epoch);
        assertThat(TrainingJson.read(folder.resolve("training.json"))).hasSizeLessThan(recorded.size());

        assertThat(TrainingView.resumed(folder, "m", recorded, screen, () -> nanos)
                        .records())
                .isEqualTo(recorded);
    }

    /** After a while, so that all files are written. */
    private void ended(EpochRecord epoch, TrainingView view) {
        nanos += 2_000_000_000L;
        view.epoch(epoch);
    }

    @Test
    void aDiskThatRefuses_isSaidOnce_andNothingElseHappens() throws IOException {
        Files.writeString(folder, "a file where the folder should be");
        TrainingView view = TrainingView.begun(folder, "m", screen, () -> nanos);

        recorded.forEach(view::epoch);
        view.ended();

        assertThat(printed.toString(StandardCharsets.UTF_8))
                .containsOnlyOnce("cannot write " + folder)
                .contains("the training goes on")
                .doesNotContain("Watch it");
    }

    @Test
    void aRecordsFileThatIsBroken_isLikeNone() throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("training.json"), "{\"epochs\": [{\"epoch\": 0}]}");

        assertThat(TrainingView.resumed(folder, "m", List.of(), screen, () -> nanos)
                        .records())
                .isEmpty();
    }

    @Test
    void thousandsOfBatches_areThinnedOut() {
        TrainingCourse course = new TrainingCourse();
        for (int i = 1; i <= 5_000; i++) {
            course.add(new BatchRecord("all layers", 1, 1, i, 5_000, 1, 0.5, 30, 10));
        }

        List<TrainingCourse.Point> points = course.phases().get(0).batches();
        assertThat(points).hasSizeBetween(400, 800);
        assertThat(points.get(points.size() - 1)).isEqualTo(new TrainingCourse.Point(1, 1, 0.5));
    }

    private String page() throws IOException {
        return Files.readString(folder.resolve("training.html"));
    }

    private static BatchRecord batch(int number, double loss) {
        return new BatchRecord("all layers", 1, 12, number, 9, loss, 0.75, 34.2, 125);
    }
}
