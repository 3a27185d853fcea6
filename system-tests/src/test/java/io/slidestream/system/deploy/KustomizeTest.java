package io.slidestream.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import io.slidestream.system.Checkout;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests as kustomize itself builds them, where a kubectl of this age is installed. */
class KustomizeTest {
    private String kubectl = "";

    @BeforeEach
    void needsKustomize() throws Exception {
        kubectl = Program.installed("kubectl", "kubernetes-client").toString();
        assumeTrue(
                Program.run(kubectl, "version", "--client").output().contains("Kustomize Version: v5"),
                "kubectl is too old: its kustomize is not version 5");
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "gpu"})
    void kustomize_buildsWhatTheTestsCheck(String overlay) throws Exception {
        String folder = Checkout.path("deploy/kubernetes/" + overlay).toString();
        List<JsonNode> built =
                Yaml.documents(Program.run(kubectl, "kustomize", folder).output());
        Kustomization ours = Kustomization.of(Checkout.path("deploy/kubernetes/" + overlay));

        assertThat(built.stream().filter(object -> !kind(object).equals("ConfigMap")))
                .extracting(object ->
                        kind(object) + " " + object.at("/metadata/name").asText())
                .containsExactlyInAnyOrderElementsOf(ours.objects().stream()
                        .map(object ->
                                kind(object) + " " + object.at("/metadata/name").asText())
                        .toList());
        assertThat(built)
                .filteredOn(object -> kind(object).equals("ConfigMap"))
                .hasSize(3)
                .allSatisfy(map ->
                        assertThat(texts(map.path("data"))).isEqualTo(new TreeMap<>(ours.environment(service(map)))));
        assertThat(built).allSatisfy(KubernetesSchema::check);
        assertThat(built)
                .filteredOn(object -> !kind(object).equals("Namespace"))
                .allSatisfy(object ->
                        assertThat(object.at("/metadata/namespace").asText()).isEqualTo("slidestream"));
    }

    private static String service(JsonNode configMap) {
        String name = configMap.at("/metadata/name").asText();
        return name.substring(0, name.lastIndexOf('-'));
    }

    private static String kind(JsonNode object) {
        return object.path("kind").asText();
    }

    private static Map<String, String> texts(JsonNode object) {
        Map<String, String> texts = new TreeMap<>();
        object.fields()
                .forEachRemaining(
                        field -> texts.put(field.getKey(), field.getValue().asText()));
        return texts;
    }
}
