package io.slidestream.networks.dl4j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.slidestream.networks.family.Families;
import io.slidestream.networks.family.GoldenNetwork;
import io.slidestream.networks.family.GoldenNetworks;
import io.slidestream.networks.graph.BatchNormUse;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.weights.Tensor;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Gradients of whole networks, beside those that golden_networks.py had PyTorch compute. */
class GradientsTest {
    private static final int PICTURES = 2;

    @ParameterizedTest
    @CsvSource({
        "resnet18, FROZEN",
        "resnet18, TRAIN",
        "resnet34, FROZEN",
        "resnet34, TRAIN",
        "resnext, FROZEN",
        "resnext, TRAIN",
        "mobilenet_v2, FROZEN",
        "mobilenet_v2, TRAIN",
        "densenet, FROZEN",
        "densenet, TRAIN",
        "efficientnet_b0, FROZEN",
        "efficientnet_b0, TRAIN"
    })
    void gradients_arePyTorchs(String name, BatchNormUse use) throws IOException, URISyntaxException {
        GoldenNetwork golden = GoldenNetworks.read(name);
        Map<String, Tensor> weights = golden.weights();
        Network network = Families.network(weights, golden.sizePx());
        List<Double> expected = expected(name, use);
        try (Trainee trainee = Trainee.of(network, weights, use, 0, PICTURES, 1)) {
            double[] even = new double[network.classCount()];
            Arrays.fill(even, 1);
            int[] classes = {0, 1};
            double loss = trainee.computeGradient(
                            golden.pictures(new PatchLayout(golden.sizePx(), PatchLayout.Order.NCHW)), classes, even, 1)
                    .loss();

            assertThat(loss).isCloseTo(expected.get(0), within(1e-4 * (1 + loss)));
            Map<String, Double> products = expectedByName(golden, expected);
            Map<String, float[]> found = gradients(trainee);
            assertThat(found.keySet()).isEqualTo(trained(golden.weights().keySet(), use));
            double whole = trainee.gradients().norm2Number().doubleValue();
            found.forEach((tensor, gradient) -> { // where normalisation follows, some are nothing but rounding
                double length = Math.sqrt(product(gradient, gradient));
                assertThat(product(gradient, GoldenNetwork.noise("gradient." + tensor, gradient.length)))
                        .as(tensor)
                        .isCloseTo(products.get(tensor), within(1e-3 * length + 3e-5 * whole));
            });
            Map<String, Tensor> after = trainee.weights();
            after.forEach((tensor, values) -> {
                if (tensor.contains("running_") && use == BatchNormUse.TRAIN) {
                    float[] numbers = values.values();
                    double length = Math.sqrt(product(numbers, numbers));
                    assertThat(product(numbers, GoldenNetwork.noise("gradient." + tensor, numbers.length)))
                            .as(tensor)
                            .isCloseTo(products.get(tensor), within(1e-4 * length));
                } else {
                    assertThat(values.values())
                            .as(tensor)
                            .isEqualTo(
                                    Objects.requireNonNull(weights.get(tensor)).values());
                }
            });
        }
    }

    private static Set<String> trained(Set<String> names, BatchNormUse use) {
        Set<String> trained = new HashSet<>(names);
        trained.removeIf(name -> name.contains("running_"));
        if (use == BatchNormUse.FROZEN) {
            trained.removeIf(name -> names.contains(name.replaceFirst("\\.[a-z]+$", ".running_mean")));
        }
        return trained;
    }

    /** By tensor; those of running statistics, which are nothing, left out. */
    private static Map<String, float[]> gradients(Trainee trainee) {
        Map<String, float[]> gradients = new LinkedHashMap<>();
        INDArray all = trainee.gradients();
        for (ParameterRange range : trainee.ranges()) {
            if (!range.name().contains("running_")) {
                gradients.put(range.name(), range.of(all).dup().data().asFloat());
            }
        }
        return gradients;
    }

    private static double product(float[] a, float[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += (double) a[i] * b[i];
        }
        return sum;
    }

    /** In PyTorch's order: parameters, then buffers. */
    private static Map<String, Double> expectedByName(GoldenNetwork golden, List<Double> numbers) {
        Map<String, Double> named = new LinkedHashMap<>();
        int at = 1;
        for (int buffers = 0; buffers < 2; buffers++) {
            for (String name : golden.shapes().keySet()) {
                if (name.contains("running_") == (buffers == 1)) {
                    named.put(name, numbers.get(at++));
                }
            }
        }
        assertThat(at).isEqualTo(numbers.size());
        return named;
    }

    private static List<Double> expected(String name, BatchNormUse use) throws IOException, URISyntaxException {
        Path file = Path.of(Objects.requireNonNull(GradientsTest.class.getResource("gradients/" + name + ".csv"))
                .toURI());
        String mode = use.name().toLowerCase(Locale.ROOT) + ",";
        String line = Files.readAllLines(file).stream()
                .filter(one -> one.startsWith(mode))
                .findFirst()
                .orElseThrow();
        return Arrays.stream(line.substring(mode.length()).split(",", -1))
                .map(Double::valueOf)
                .toList();
    }
}
