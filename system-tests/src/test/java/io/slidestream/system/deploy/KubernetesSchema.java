package io.slidestream.system.deploy;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.lang.reflect.InvocationTargetException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What Kubernetes' API accepts, from the models that are generated of its OpenAPI description: required fields, types, and
 * no field it does not know. KEDA's ScaledObject has no such models here; its fields are those of KEDA's CRD that are used.
 */
final class KubernetesSchema {
    private static final JsonMapper STRICT = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();

    private KubernetesSchema() {}

    /** @throws IllegalArgumentException that says what is wrong */
    static void check(JsonNode object) {
        String kind = object.path("kind").asText();
        try {
            if (kind.equals("ScaledObject")) {
                STRICT.treeToValue(object, ScaledObject.class);
                return;
            }
            Class.forName("io.kubernetes.client.openapi.models.V1" + kind)
                    .getMethod("fromJson", String.class)
                    .invoke(null, object.toString());
        } catch (InvocationTargetException e) {
            throw new IllegalArgumentException(kind + ": " + e.getCause(), e);
        } catch (Exception e) {
            throw new IllegalArgumentException(kind + ": " + e.getMessage(), e);
        }
    }

    record ScaledObject(String apiVersion, String kind, Metadata metadata, ScaledObjectSpec spec) {}

    record Metadata(
            String name,
            @Nullable String namespace,
            @Nullable Map<String, String> labels) {}

    record ScaledObjectSpec(
            @JsonProperty(required = true) ScaleTarget scaleTargetRef,
            int minReplicaCount,
            int maxReplicaCount,
            int pollingInterval,
            int cooldownPeriod,
            Fallback fallback,
            Advanced advanced,
            @JsonProperty(required = true) List<Trigger> triggers) {}

    record ScaleTarget(@JsonProperty(required = true) String name) {}

    record Fallback(int failureThreshold, int replicas) {}

    record Advanced(Horizontal horizontalPodAutoscalerConfig) {}

    record Horizontal(Behavior behavior) {}

    record Behavior(Rules scaleUp, Rules scaleDown) {}

    record Rules(int stabilizationWindowSeconds, List<Policy> policies) {}

    record Policy(
            @JsonProperty(required = true) String type,
            @JsonProperty(required = true) int value,
            @JsonProperty(required = true) int periodSeconds) {}

    /** KEDA wants every value of a trigger as a text. */
    record Trigger(
            @JsonProperty(required = true) String type,
            @JsonProperty(required = true) Map<String, String> metadata) {}
}
