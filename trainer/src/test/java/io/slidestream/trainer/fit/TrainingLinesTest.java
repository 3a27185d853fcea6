package io.slidestream.trainer.fit;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.trainer.base.Screen;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainingLinesTest {
    private final List<String> stay = new ArrayList<>();
    private final List<String> pass = new ArrayList<>();
    private long nanos;

    @Test
    void onATerminal_everyBatchRewritesTheLine_andEveryEpochStays() {
        TrainingListener lines = new TrainingLines(screen(true), () -> nanos);

        lines.batch(batch(1));
        lines.batch(batch(2));
        lines.epoch(new EpochRecord("all layers", 3, 12, 1e-3, new Score(0.4, 0.85), new Score(0.5, 0.8), 34.4, 312));

        assertThat(pass)
                .containsExactly(
                        "  epoch 3/12, 25 % · loss 0.412 · accuracy 0.830 · 5 min 12 s left",
                        "  epoch 3/12, 50 % · loss 0.412 · accuracy 0.830 · 5 min 12 s left");
        assertThat(stay)
                .containsExactly(
                        "Training all layers, at most 12 epochs",
                        "  epoch 3/12 · loss 0.400 · accuracy 0.850 · validation 0.500, 0.800 · 34 images/s ·"
                                + " 5 min 12 s left");
    }

    @Test
    void whatIsTooWideForATerminal_losesTheRate_andKeepsTheTimeLeft() {
        TrainingListener lines = new TrainingLines(screen(true), () -> nanos);

        lines.batch(new BatchRecord("new layer", 117, 600, 1, 4, 0.412, 0.83, 1234, 990));

        assertThat(pass).containsExactly("  epoch 117/600, 25 % · loss 0.412 · accuracy 0.830 · 16 min 30 s left");
    }

    @Test
    void elsewhere_aBatchIsSaidEveryHalfMinute() {
        TrainingListener lines = new TrainingLines(screen(false), () -> nanos);
        for (int i = 0; i < 40; i++) {
            nanos += 1_000_000_000L;
            lines.batch(batch(1));
        }

        assertThat(stay).hasSize(2).element(1).asString().startsWith("  epoch 3/12, 25 %");
        assertThat(pass).isEmpty();
    }

    @Test
    void whatIsNotKnownYet_isLeftOut() {
        TrainingListener lines = new TrainingLines(screen(false), () -> nanos);

        lines.epoch(new EpochRecord("new layer", 1, 1, 1, new Score(0.4, 0.85), Score.NONE, Double.NaN, Double.NaN));

        assertThat(stay)
                .containsExactly("Training new layer, at most 1 epoch", "  epoch 1/1 · loss 0.400 · accuracy 0.850");
    }

    private static BatchRecord batch(int number) {
        return new BatchRecord("all layers", 3, 12, number, 4, 0.412, 0.83, 34.4, 312);
    }

    private Screen screen(boolean interactive) {
        return new Screen() {
            @Override
            public boolean interactive() {
                return interactive;
            }

            @Override
            public void print(String line) {
                stay.add(line);
            }

            @Override
            public void show(String line) {
                pass.add(line);
            }
        };
    }
}
