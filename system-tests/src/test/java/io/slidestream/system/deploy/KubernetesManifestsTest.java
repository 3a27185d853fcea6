package io.slidestream.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.aggregator.config.AggregatorSettings;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.system.Checkout;
import io.slidestream.tiler.TilerSettings;
import io.slidestream.worker.config.InferenceSettings;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The manifests of deploy/kubernetes against Kubernetes' schema, the services' settings and each other. */
class KubernetesManifestsTest {
    private static final Map<String, ConfigDef> SERVICES = Map.of(
            "tiler-service", TilerSettings.definition(),
            "inference-worker", InferenceSettings.definition(),
            "aggregator", AggregatorSettings.definition());

    @ParameterizedTest
    @ValueSource(strings = {"base", "gpu"})
    void everyObject_isOneThatKubernetesAccepts(String overlay) {
        assertThat(built(overlay).objects())
                .hasSizeGreaterThan(10)
                .allSatisfy(object -> assertThatCode(() -> KubernetesSchema.check(object))
                        .as("%s", object.at("/metadata/name").asText())
                        .doesNotThrowAnyException());
    }

    @Test
    void aMisspeltField_isRefused() {
        ObjectNode worker =
                built("base").object("Deployment", "inference-worker").deepCopy();
        ((ObjectNode) worker.at("/spec/template/spec/containers/0")).put("readynessProbe", "none");
        assertThatThrownBy(() -> KubernetesSchema.check(worker)).hasMessageContaining("readynessProbe");

        ObjectNode scaling =
                built("base").object("ScaledObject", "inference-worker").deepCopy();
        ((ObjectNode) scaling.path("spec")).put("maxReplicas", 3);
        assertThatThrownBy(() -> KubernetesSchema.check(scaling)).hasMessageContaining("maxReplicas");
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "gpu"})
    void settings_areThoseOfTheServices(String overlay) {
        Kustomization built = built(overlay);
        assertThat(built.environments().keySet()).isEqualTo(SERVICES.keySet());
        SERVICES.forEach((service, definition) -> {
            Map<String, String> environment = new HashMap<>(built.environment(service));
            secrets(container(built, service)).forEach(name -> environment.put(name, "a secret"));
            assertThatCode(() -> Settings.load(definition, null, environment))
                    .as(service)
                    .doesNotThrowAnyException();
        });
    }

    @Test
    void gpuWorkers_computeOnTheirCard() {
        Kustomization gpu = built("gpu");
        assertThat(gpu.environment("inference-worker"))
                .containsEntry("SLIDESTREAM_INFERENCE_DEVICE", "cuda")
                .containsEntry("SLIDESTREAM_KAFKA_BOOTSTRAP_SERVERS", "kafka.kafka.svc:9092");
        assertThat(container(gpu, "inference-worker")
                        .at("/resources/limits/nvidia.com~1gpu")
                        .asText())
                .isEqualTo("1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "gpu"})
    void services_runWithAsFewRightsAsTheyNeed(String overlay) {
        assertThat(workloads(built(overlay))).hasSize(3).allSatisfy(workload -> {
            JsonNode pod = workload.at("/spec/template/spec");
            assertThat(pod.path("automountServiceAccountToken").asBoolean(true)).isFalse();
            assertThat(pod.at("/securityContext/runAsNonRoot").asBoolean()).isTrue();
            assertThat(pod.at("/securityContext/seccompProfile/type").asText()).isEqualTo("RuntimeDefault");
            JsonNode security = pod.at("/containers/0/securityContext");
            assertThat(security.path("readOnlyRootFilesystem").asBoolean()).isTrue();
            assertThat(security.path("allowPrivilegeEscalation").asBoolean(true))
                    .isFalse();
            assertThat(security.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
        });
        assertThat(built(overlay).ofKind("Secret")).isEmpty();
    }

    @Test
    void services_areAskedForTheirHealth_whereTheyAnswer() {
        Kustomization base = built("base");
        assertThat(workloads(base)).allSatisfy(workload -> {
            JsonNode container = workload.at("/spec/template/spec/containers/0");
            assertThat(container.at("/livenessProbe/httpGet/path").asText()).isEqualTo("/health/live");
            assertThat(container.at("/readinessProbe/httpGet/path").asText()).isEqualTo("/health/ready");
            String port = container.at("/ports/0/containerPort").asText();
            assertThat(container.at("/ports/0/name").asText()).isEqualTo("ops");
            assertThat(workload.at("/spec/template/metadata/annotations/prometheus.io~1port")
                            .asText())
                    .isEqualTo(port);
            assertThat(base.environment(workload.at("/metadata/name").asText()))
                    .containsEntry("SLIDESTREAM_HTTP_ADDRESS", "0.0.0.0:" + port);
        });
    }

    @Test
    void writablePaths_areVolumes() {
        assertThat(workloads(built("base"))).allSatisfy(workload -> {
            JsonNode pod = workload.at("/spec/template/spec");
            List<String> volumes = Stream.concat(
                            texts(pod.path("volumes"), "/name"),
                            texts(workload.at("/spec/volumeClaimTemplates"), "/metadata/name"))
                    .toList();
            assertThat(texts(pod.at("/containers/0/volumeMounts"), "/name"))
                    .containsExactlyInAnyOrderElementsOf(volumes);
        });
        Map<String, String> aggregator = built("base").environment("aggregator");
        List<String> mounts = texts(container(built("base"), "aggregator").path("volumeMounts"), "/mountPath")
                .toList();
        assertThat(mounts).contains("/tmp");
        assertThat(List.of("SLIDESTREAM_STATE_FOLDER", "SLIDESTREAM_RESULTS_FOLDER", "SLIDESTREAM_S3_CACHE_FOLDER"))
                .allSatisfy(key -> assertThat(mounts)
                        .anySatisfy(mount -> assertThat(Path.of(String.valueOf(aggregator.get(key))))
                                .startsWithRaw(Path.of(mount))));
    }

    @Test
    void whatSelects_findsItsPods() {
        Kustomization base = built("base");
        List<String> services = workloads(base)
                .map(workload -> {
                    String name = workload.at("/metadata/name").asText();
                    assertThat(workload.at("/spec/selector/matchLabels/app.kubernetes.io~1name")
                                    .asText())
                            .isEqualTo(name);
                    assertThat(workload.at("/spec/template/metadata/labels/app.kubernetes.io~1name")
                                    .asText())
                            .isEqualTo(name);
                    return name;
                })
                .toList();
        assertThat(base.ofKind("PodDisruptionBudget"))
                .extracting(budget -> budget.at("/spec/selector/matchLabels/app.kubernetes.io~1name")
                        .asText())
                .containsExactlyInAnyOrderElementsOf(services);
        assertThat(base.object("Service", "viewer")
                        .at("/spec/selector/app.kubernetes.io~1name")
                        .asText())
                .isEqualTo("aggregator");
        assertThat(base.object("ScaledObject", "inference-worker")
                        .at("/spec/scaleTargetRef/name")
                        .asText())
                .isEqualTo("inference-worker");
        assertThat(container(base, "inference-worker").has("replicas")).isFalse();
    }

    private static Kustomization built(String overlay) {
        return Kustomization.of(Checkout.path("deploy/kubernetes").resolve(overlay));
    }

    private static Stream<JsonNode> workloads(Kustomization built) {
        return Stream.concat(built.ofKind("Deployment").stream(), built.ofKind("StatefulSet").stream());
    }

    private static JsonNode container(Kustomization built, String service) {
        return workloads(built)
                .filter(workload -> workload.at("/metadata/name").asText().equals(service))
                .findFirst()
                .orElseThrow()
                .at("/spec/template/spec/containers/0");
    }

    private static Stream<String> secrets(JsonNode container) {
        return texts(container.path("env"), "/name");
    }

    private static Stream<String> texts(JsonNode array, String pointer) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(node -> node.at(pointer).asText());
    }
}
