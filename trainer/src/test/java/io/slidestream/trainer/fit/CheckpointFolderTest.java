package io.slidestream.trainer.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.networks.weights.Tensor;
import io.slidestream.trainer.base.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFolderTest {
    private static final NewLayerFigures NEW_LAYER =
            new NewLayerFigures(8, 1e-3, 7, 100, new Score(0.61, 0.75), 64, 1.25e-6, 51.5, 15_000);

    @TempDir
    Path temp;

    @Test
    void whatIsKept_isReadAsItWas() {
        folder("a").keep(progressed(3), NEW_LAYER);

        CheckpointFolder.Kept kept = folder("a").read().orElseThrow();

        assertThat(kept.newLayer()).isEqualTo(NEW_LAYER);
        FineTuning.Progressed found = kept.progressed();
        assertThat(found.epochs()).isEqualTo(3);
        assertThat(found.parameters()).containsExactly(3, 0.1f, -0f);
        assertThat(found.best()).containsExactly(1, 2, Float.MIN_VALUE);
        assertThat(found.bestEpoch()).isEqualTo(2);
        assertThat(found.bestLoss()).isEqualTo(0.1 + 0.2);
        assertThat(found.records()).isEqualTo(progressed(3).records());
        Tensor steps = found.optimiser().get("steps");
        assertThat(steps).isNotNull();
        assertThat(steps.values()).containsExactly(7, 8, 9);
    }

    @Test
    void aKillWhileTheNextEpochIsWritten_leavesTheOneBefore() throws IOException {
        CheckpointFolder folder = folder("a");
        folder.keep(progressed(1), null);
        Files.writeString(folder.folder().resolve("checkpoint-2.safetensors"), "torn");
        Files.writeString(folder.folder().resolve(".checkpoint.json"), "{\"epo");

        assertThat(folder.read().orElseThrow().progressed().epochs()).isEqualTo(1);
        folder.keep(progressed(2), null);
        assertThat(folder.read().orElseThrow().progressed().epochs()).isEqualTo(2);
        assertThat(folder.folder()).isDirectoryNotContaining("glob:**checkpoint-1.safetensors");
    }

    @Test
    void whatAnotherRequestKept_isRefused() {
        folder("a").keep(progressed(1), null);

        assertThatThrownBy(() -> folder("b").read())
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("holds the state of another training")
                .hasMessageContaining("leave --resume away");
    }

    @Test
    void whatCannotBeRead_isSaid() throws IOException {
        CheckpointFolder folder = folder("a");
        folder.keep(progressed(1), null);
        Files.writeString(folder.folder().resolve("checkpoint-1.safetensors"), "junk");

        assertThatThrownBy(folder::read)
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("Remove the folder to begin anew");
    }

    @Test
    void nothingKept_isNothing_andNothingIsLeftInTheEnd() {
        assertThat(folder("a").read()).isEmpty();
        folder("a").delete();
        folder("a").keep(progressed(1), null);
        assertThat(CheckpointFolder.existsFor(temp.resolve("model"))).isTrue();

        folder("a").delete();

        assertThat(temp).isEmptyDirectory();
    }

    private CheckpointFolder folder(String request) {
        return new CheckpointFolder(temp.resolve("model"), request);
    }

    private static FineTuning.Progressed progressed(int epochs) {
        return new FineTuning.Progressed(
                epochs,
                new float[] {epochs, 0.1f, -0f},
                Map.of("steps", new Tensor(new int[] {3}, new float[] {7, 8, 9})),
                new float[] {1, 2, Float.MIN_VALUE},
                2,
                0.1 + 0.2,
                List.of(new EpochRecord("all layers", 1, 9, 1e-4, new Score(0.5, 0.8), new Score(0.6, 0.7), 25.5, 60)));
    }
}
