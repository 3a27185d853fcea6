package io.slidestream.trainer.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.trainer.base.TrainingException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptFoldsTest {
    private static final List<double[]> SAID = List.of(new double[] {0.1, 0.9}, new double[] {1.0 / 3, 2.0 / 3});

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path folder;

    @Test
    void foldThatIsDone_isReadAsItWas_byTheSameTraining() {
        KeptFolds kept = new KeptFolds(folder.resolve("m.training"), "digest", 3);
        assertThat(kept.read(0)).isEmpty();

        kept.keep(0, SAID);

        List<double[]> read =
                new KeptFolds(folder.resolve("m.training"), "digest", 3).read(0).orElseThrow();
        assertThat(read).usingElementComparator(Arrays::compare).isEqualTo(SAID);
        assertThat(kept.read(1)).isEmpty();
        kept.delete();
        assertThat(kept.read(0)).isEmpty();
    }

    @Test
    void foldOfAnotherTraining_isRefused_andADamagedOneSaysWhatToDo() throws IOException {
        KeptFolds kept = new KeptFolds(folder, "digest", 3);
        kept.keep(2, SAID);
        assertThatThrownBy(() -> new KeptFolds(folder, "another", 3).read(2))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("folds of another training");
        assertThatThrownBy(() -> new KeptFolds(folder, "digest", 5).read(2)).isInstanceOf(TrainingException.class);

        Files.writeString(folder.resolve("fold-3.json"), "{\"request\":");
        assertThatThrownBy(() -> kept.read(2)).hasMessageContaining("Remove it to train it again");
    }
}
