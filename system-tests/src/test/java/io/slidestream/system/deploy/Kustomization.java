package io.slidestream.system.deploy;

import static java.util.stream.Collectors.toList;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A folder of manifests, built as kustomize does with the few of its features that are used here; another one is an
 * error, not passed over. Names, labels and the namespace stay as they are written.
 *
 * @param environments variables by the name of their ConfigMap
 */
record Kustomization(List<JsonNode> objects, Map<String, Map<String, String>> environments) {
    private static final Set<String> KNOWN =
            Set.of("apiVersion", "kind", "namespace", "labels", "resources", "configMapGenerator", "images", "patches");

    static Kustomization of(Path folder) {
        JsonNode file = Yaml.document(folder.resolve("kustomization.yaml"));
        file.fieldNames().forEachRemaining(key -> {
            if (!KNOWN.contains(key)) {
                throw new AssertionError(folder + " uses '" + key + "', which this test cannot build");
            }
        });
        List<JsonNode> objects = new ArrayList<>();
        Map<String, Map<String, String>> environments = new TreeMap<>();
        for (JsonNode resource : file.path("resources")) {
            Path path = folder.resolve(resource.asText()).normalize();
            if (Files.isDirectory(path)) {
                Kustomization base = of(path);
                objects.addAll(base.objects);
                environments.putAll(base.environments);
            } else {
                objects.addAll(Yaml.documents(path));
            }
        }
        for (JsonNode generator : file.path("configMapGenerator")) {
            Map<String, String> variables =
                    environments.computeIfAbsent(generator.path("name").asText(), name -> new LinkedHashMap<>());
            generator.path("envs").forEach(env -> variables.putAll(variables(folder.resolve(env.asText()))));
        }
        for (JsonNode patch : file.path("patches")) {
            String kind = patch.path("target").path("kind").asText();
            String name = patch.path("target").path("name").asText();
            JsonPatch.apply(Yaml.document(folder.resolve(patch.path("path").asText())), find(objects, kind, name));
        }
        return new Kustomization(List.copyOf(objects), environments);
    }

    Map<String, String> environment(String service) {
        return environments.getOrDefault(service, Map.of());
    }

    List<JsonNode> ofKind(String kind) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .collect(toList());
    }

    JsonNode object(String kind, String name) {
        return find(objects, kind, name);
    }

    private static JsonNode find(List<JsonNode> objects, String kind, String name) {
        return objects.stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .filter(object -> object.at("/metadata/name").asText().equals(name))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + kind + " named " + name));
    }

    private static Map<String, String> variables(Path file) {
        Map<String, String> variables = new LinkedHashMap<>();
        try {
            for (String line : Files.readAllLines(file)) {
                int equals = line.indexOf('=');
                if (equals < 1) {
                    throw new AssertionError(file + ": no NAME=value: " + line);
                }
                variables.put(line.substring(0, equals), line.substring(equals + 1));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return variables;
    }
}
