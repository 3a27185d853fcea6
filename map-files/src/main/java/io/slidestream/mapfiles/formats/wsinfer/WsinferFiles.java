package io.slidestream.mapfiles.formats.wsinfer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.contracts.Model;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.mapfiles.formats.SafeName;
import io.slidestream.mapfiles.map.FinishedMap;
import io.slidestream.mapfiles.map.ModelConfiguration;
import io.slidestream.mapfiles.map.Versions;
import java.io.IOException;
import java.io.OutputStream;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** WSInfer's results folder: where its files lie, and its run metadata. */
final class WsinferFiles {
    private static final DateTimeFormatter FILE_TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss", Locale.ROOT);
    private static final DateTimeFormatter CTIME =
            DateTimeFormatter.ofPattern("EEE MMM ppd HH:mm:ss yyyy 'UTC'", Locale.ROOT);

    private WsinferFiles() {}

    static String csv(SlideTiled manifest) {
        return WsinferFormat.FILE + "/model-outputs-csv/" + stem(manifest) + ".csv";
    }

    static String geoJson(SlideTiled manifest) {
        return WsinferFormat.FILE + "/model-outputs-geojson/" + stem(manifest) + ".json";
    }

    static String metadata(FinishedMap map) {
        return WsinferFormat.FILE + "/run_metadata_"
                + FILE_TIME.format(map.scoredAt().atOffset(ZoneOffset.UTC)) + ".json";
    }

    /** WSInfer's keys; null where a thing is Python's. Ours are under slidestream. */
    static void writeMetadata(FinishedMap map, OutputStream out) throws IOException {
        ObjectMapper json = new ObjectMapper();
        ObjectNode root = json.createObjectNode();
        Model of = map.manifest().model();
        ObjectNode model = root.putObject("model");
        writeConfig(of, ModelConfiguration.of(of), model.putObject("config"));
        model.putNull("huggingface_location");
        model.putNull("path");
        ObjectNode runtime = root.putObject("runtime");
        runtime.put("version", "slidestream " + Versions.ours());
        for (String pythons : new String[] {
            "working_dir",
            "args",
            "python_executable",
            "python_version",
            "in_container",
            "pytorch_version",
            "cuda_version",
            "git",
            "wsinfer_zoo_version"
        }) {
            runtime.putNull(pythons);
        }
        root.put("timestamp", CTIME.format(map.scoredAt().atOffset(ZoneOffset.UTC)));
        ObjectNode ours = root.putObject("slidestream");
        ours.put("map_id", map.manifest().mapId().hex());
        ours.put("model_id", of.id());
        ours.put("model_name", of.name());
        map.totals().engines().forEach(ours.putArray("engines")::add);
        ours.put(
                "geojson_origin",
                map.manifest().facts().frame().isPresent() ? "openslide.bounds" : "level-0"); // the CSV's is level-0
        ours.put("java_version", Runtime.version().toString());
        json.writerWithDefaultPrettyPrinter().writeValue(out, root);
    }

    /** @param known of a model whose tiler told its configuration; missing otherwise */
    private static void writeConfig(Model of, JsonNode known, ObjectNode config) {
        config.set("architecture", known.get("architecture"));
        config.put("num_classes", of.classNames().size());
        config.put("patch_size_pixels", of.patchSizePx());
        config.put("spacing_um_px", of.patchMpp());
        of.classNames().forEach(config.putArray("class_names")::add);
        if (!known.has("transform")) {
            config.putNull("transform");
            return;
        }
        ArrayNode steps = config.putArray("transform");
        known.get("transform").forEach(step -> {
            ObjectNode item = steps.addObject();
            item.set("name", step.get("name"));
            item.set("arguments", step.get("arguments")); // null where a step has none, as Python's dataclass has it
        });
    }

    /** The slide's own name, without the folders it lies in, as a name that leads nowhere else. */
    private static String stem(SlideTiled manifest) {
        String name = manifest.slide().name();
        String last = name.substring(name.lastIndexOf('/') + 1);
        return SafeName.of(last.isBlank() ? "_" : last);
    }
}
