package io.slidestream.trainer.recipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.trainer.base.TrainingException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartingNetworkTest {
    @TempDir
    Path folder;

    @Test
    void withoutWeights_itIsSqueezeNet_orOneThatCanStartFromScratch() {
        assertThat(StartingNetwork.find(null, null).label()).isEqualTo("squeezenet1_1");
        assertThat(StartingNetwork.find("alexnet", null).label()).isEqualTo("alexnet");
        assertThatThrownBy(() -> StartingNetwork.find("resnet50", null))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("--network resnet50 is trained from weights of its own only")
                .hasMessageContaining("--pretrained");
    }

    @Test
    void weightsThatAreNotThere_areNamed() {
        assertThatThrownBy(() -> StartingNetwork.find(null, folder.resolve("none.safetensors")))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("there is no " + folder.resolve("none.safetensors"));
        assertThatThrownBy(() -> StartingNetwork.find(null, folder))
                .isInstanceOf(TrainingException.class)
                .hasMessageContaining("is not a model bundle: it has no config.json");
    }
}
