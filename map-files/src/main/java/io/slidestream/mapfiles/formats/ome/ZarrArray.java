package io.slidestream.mapfiles.formats.ome;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** The description of a Zarr v3 array: little-endian chunks under gzip, keys {@code c/0/0}. */
record ZarrArray(List<String> axes, int[] shape, int[] chunk, String type, Object fill) {
    static final int CHUNK = 256;

    ObjectNode json(ObjectMapper json) {
        ObjectNode array = json.createObjectNode();
        array.put("zarr_format", 3);
        array.put("node_type", "array");
        put(array.putArray("shape"), shape);
        array.put("data_type", type);
        ObjectNode grid = array.putObject("chunk_grid");
        grid.put("name", "regular");
        put(grid.putObject("configuration").putArray("chunk_shape"), chunk);
        ObjectNode keys = array.putObject("chunk_key_encoding");
        keys.put("name", "default");
        keys.putObject("configuration").put("separator", "/");
        array.putPOJO("fill_value", fill);
        ArrayNode codecs = array.putArray("codecs");
        ObjectNode bytes = codecs.addObject().put("name", "bytes");
        if (!type.equals("uint8")) {
            bytes.putObject("configuration").put("endian", "little");
        }
        codecs.addObject().put("name", "gzip").putObject("configuration").put("level", 6);
        axes.forEach(array.putArray("dimension_names")::add);
        return array;
    }

    private static void put(ArrayNode into, int[] values) {
        for (int value : values) {
            into.add(value);
        }
    }
}
