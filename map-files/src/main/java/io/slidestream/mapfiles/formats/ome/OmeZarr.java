package io.slidestream.mapfiles.formats.ome;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.function.IntFunction;
import java.util.zip.GZIPOutputStream;

/**
 * An OME-Zarr 0.5 image: channels of float32 and one label image of classes, both pyramids in micrometres. Holds one
 * channel at a time.
 */
public final class OmeZarr {
    private static final String VERSION = "0.5";
    private static final String LABELS = "classes";

    /** Destination of the files, by their names below the image's folder. */
    @FunctionalInterface
    public interface Files {
        OutputStream create(String name) throws IOException;
    }

    private final OmeImage image;
    private final Files files;
    private final ObjectMapper json = new ObjectMapper();
    private final int levels;

    private OmeZarr(OmeImage image, Files files) {
        this.image = image;
        this.files = files;
        this.levels = Plane.levels(image.width(), image.height());
    }

    /**
     * @param planes by channel, asked for one after the other
     * @param labels number of the channel's class and 1 in each cell, 0 where there is none
     * @param names what labels 1, 2 … mean
     */
    public static void write(
            OmeImage image, IntFunction<Plane> planes, LabelPlane labels, List<OmeChannel> names, Files files)
            throws IOException {
        OmeZarr zarr = new OmeZarr(image, files);
        zarr.image(planes);
        zarr.labels(labels, names);
    }

    private void image(IntFunction<Plane> planes) throws IOException {
        ObjectNode ome = json.createObjectNode().put("version", VERSION);
        multiscales(ome, image.name(), List.of("c", "y", "x"), "mean of the cells that have a value");
        ObjectNode omero = ome.putObject("omero");
        ArrayNode channels = omero.putArray("channels");
        for (OmeChannel channel : image.channels()) {
            ObjectNode shown = channels.addObject();
            shown.put("active", true);
            shown.put("coefficient", 1);
            shown.put("color", channel.hex());
            shown.put("family", "linear");
            shown.put("inverted", false);
            shown.put("label", channel.name());
            shown.putObject("window")
                    .put("min", 0)
                    .put("max", 1)
                    .put("start", 0)
                    .put("end", 1);
        }
        omero.putObject("rdefs").put("defaultT", 0).put("defaultZ", 0).put("model", "color");
        group("zarr.json", ome);
        for (int level = 0; level < levels; level++) {
            int[] shape = {image.channels().size(), at(image.height(), level), at(image.width(), level)};
            int[] chunk = {1, ZarrArray.CHUNK, ZarrArray.CHUNK};
            write(
                    level + "/zarr.json",
                    new ZarrArray(List.of("c", "y", "x"), shape, chunk, "float32", "NaN").json(json));
        }
        for (int c = 0; c < image.channels().size(); c++) {
            List<Plane> pyramid = planes.apply(c).pyramid();
            for (int level = 0; level < levels; level++) {
                Plane plane = pyramid.get(level);
                String prefix = level + "/c/" + c + "/";
                chunks(plane.width(), plane.height(), Float.BYTES, prefix, (bytes, cell) -> {
                    bytes.putFloat(cell < 0 ? Float.NaN : plane.values()[cell]);
                });
            }
        }
    }

    private void labels(LabelPlane labels, List<OmeChannel> names) throws IOException {
        ObjectNode all = json.createObjectNode().put("version", VERSION);
        all.putArray("labels").add(LABELS);
        group("labels/zarr.json", all);
        String root = "labels/" + LABELS + "/";
        ObjectNode ome = json.createObjectNode().put("version", VERSION);
        multiscales(ome, LABELS, List.of("y", "x"), "commonest label");
        ObjectNode label = ome.putObject("image-label");
        ArrayNode colors = label.putArray("colors");
        ArrayNode properties = label.putArray("properties");
        for (int i = 0; i < names.size(); i++) {
            int rgb = names.get(i).rgb();
            ObjectNode color = colors.addObject().put("label-value", i + 1);
            color.putArray("rgba")
                    .add(rgb >> 16 & 0xFF)
                    .add(rgb >> 8 & 0xFF)
                    .add(rgb & 0xFF)
                    .add(255);
            properties
                    .addObject()
                    .put("label-value", i + 1)
                    .put("class", names.get(i).name());
        }
        label.putObject("source").put("image", "../../");
        group(root + "zarr.json", ome);
        boolean wide = names.size() > 255;
        List<LabelPlane> pyramid = labels.pyramid();
        for (int level = 0; level < levels; level++) {
            LabelPlane plane = pyramid.get(level);
            int[] shape = {plane.height(), plane.width()};
            int[] chunk = {ZarrArray.CHUNK, ZarrArray.CHUNK};
            write(
                    root + level + "/zarr.json",
                    new ZarrArray(List.of("y", "x"), shape, chunk, wide ? "uint16" : "uint8", 0).json(json));
            chunks(plane.width(), plane.height(), wide ? 2 : 1, root + level + "/c/", (bytes, cell) -> {
                short value = cell < 0 ? 0 : plane.labels()[cell];
                if (wide) {
                    bytes.putShort(value);
                } else {
                    bytes.put((byte) value);
                }
            });
        }
    }

    private void multiscales(ObjectNode ome, String name, List<String> axes, String how) {
        ObjectNode scales = ome.putArray("multiscales").addObject();
        scales.put("name", name);
        ArrayNode named = scales.putArray("axes");
        for (String axis : axes) {
            ObjectNode entry = named.addObject().put("name", axis);
            if (axis.equals("c")) {
                entry.put("type", "channel");
            } else {
                entry.put("type", "space").put("unit", "micrometer");
            }
        }
        ArrayNode datasets = scales.putArray("datasets");
        for (int level = 0; level < levels; level++) {
            ObjectNode dataset = datasets.addObject().put("path", Integer.toString(level));
            ArrayNode transformations = dataset.putArray("coordinateTransformations");
            double side = image.pixelUm() * (1 << level);
            vector(transformations.addObject().put("type", "scale").putArray("scale"), axes, 1, side);
            // Coordinates are of pixel centres: that of a coarser pixel lies amid those it stands for.
            double shift = image.pixelUm() * ((1 << level) - 1) / 2;
            vector(transformations.addObject().put("type", "translation").putArray("translation"), axes, 0, shift);
        }
        scales.put("type", how);
    }

    private static void vector(ArrayNode into, List<String> axes, double channel, double space) {
        for (String axis : axes) {
            into.add(axis.equals("c") ? channel : space);
        }
    }

    /** Writes the value of a cell, by its index in the plane; of a cell outside the plane for -1. */
    private interface CellBytes {
        void put(ByteBuffer bytes, int cell);
    }

    private void chunks(int width, int height, int bytesEach, String prefix, CellBytes values) throws IOException {
        int side = ZarrArray.CHUNK;
        for (int top = 0; top < height; top += side) {
            for (int left = 0; left < width; left += side) {
                ByteBuffer bytes = ByteBuffer.allocate(side * side * bytesEach).order(ByteOrder.LITTLE_ENDIAN);
                for (int y = top; y < top + side; y++) {
                    for (int x = left; x < left + side; x++) {
                        values.put(bytes, x < width && y < height ? y * width + x : -1);
                    }
                }
                ByteArrayOutputStream zipped = new ByteArrayOutputStream();
                try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
                    gzip.write(bytes.array());
                }
                try (OutputStream out = files.create(prefix + top / side + "/" + left / side)) {
                    zipped.writeTo(out);
                }
            }
        }
    }

    private void group(String name, ObjectNode ome) throws IOException {
        ObjectNode group = json.createObjectNode().put("zarr_format", 3).put("node_type", "group");
        group.putObject("attributes").set("ome", ome);
        write(name, group);
    }

    private void write(String name, ObjectNode content) throws IOException {
        try (OutputStream out = files.create(name)) {
            out.write(json.writerWithDefaultPrettyPrinter().writeValueAsBytes(content));
        }
    }

    private static int at(int side, int level) {
        int result = side;
        for (int i = 0; i < level; i++) {
            result = Plane.halved(result);
        }
        return result;
    }
}
