package io.slidestream.networks.family;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.networks.weights.Tensor;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FamiliesTest {
    /** As encoders are published. */
    @ParameterizedTest
    @CsvSource({"resnet18, fc", "timm-vit-reg, head"})
    void networkWithoutItsLastLayer_getsOneThatHandsItsInputsOn(String golden, String classifier) {
        GoldenNetwork network = GoldenNetworks.read(golden);
        Map<String, Tensor> weights = new TreeMap<>(network.weights());
        int width =
                Objects.requireNonNull(weights.remove(classifier + ".weight")).shape()[1];
        weights.remove(classifier + ".bias");

        Map<String, Tensor> whole = Families.withClassifier(weights);

        float[] last = Objects.requireNonNull(whole.get(classifier + ".weight")).values();
        assertThat(last).hasSize(width * width);
        assertThat(last[0]).isOne();
        assertThat(last[width + 1]).isOne();
        assertThat(last[1]).isZero();
        assertThat(Families.network(whole, network.sizePx()).classCount()).isEqualTo(width);
    }

    /** Each as torchvision's users replace the last layer by a sequence of a dropout and one. */
    @ParameterizedTest
    @CsvSource({"resnet18, fc, fc.1", "mobilenet_v2, classifier.1, classifier.1.1"})
    void lastLayerInASequence_isTheLastLayer(String golden, String classifier, String sequence) {
        GoldenNetwork network = GoldenNetworks.read(golden);
        Map<String, Tensor> plain = network.weights();
        Map<String, Tensor> wrapped = new LinkedHashMap<>();
        plain.forEach((name, tensor) -> wrapped.put(
                name.startsWith(classifier + ".") ? sequence + name.substring(classifier.length()) : name, tensor));
        assertThat(wrapped).doesNotContainKey(classifier + ".weight");

        assertThat(numbers(Families.plainlyNamed(wrapped, network.sizePx()))).isEqualTo(numbers(plain));
        assertThat(Families.plainlyNamed(plain, network.sizePx())).isSameAs(plain);
    }

    @Test
    void whatNoNameHelps_staysAsItIs() {
        Map<String, Tensor> none = Map.of("fc.1.weight", Tensor.zeros(2, 2));

        assertThat(Families.plainlyNamed(none, 224)).isSameAs(none);
    }

    private static Map<String, Integer> numbers(Map<String, Tensor> weights) {
        return weights.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        entry -> Arrays.hashCode(entry.getValue().values())));
    }
}
