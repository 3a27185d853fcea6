package io.slidestream.networks.family;

import io.slidestream.networks.patches.PatchLayout;
import io.slidestream.networks.pytorch.StateDictionary;
import io.slidestream.networks.weights.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.FloatBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32;

/**
 * A network that golden_networks.py made, with the logits that PyTorch gave for two pictures: names and shapes of its
 * tensors are in the file, the numbers are noise by name and place.
 */
public record GoldenNetwork(Path file, int sizePx, Map<String, int[]> shapes, List<float[]> logits) {

    public static GoldenNetwork read(Path file) {
        try {
            int size = 0;
            Map<String, int[]> shapes = new LinkedHashMap<>();
            List<float[]> logits = new ArrayList<>();
            for (String line : Files.readAllLines(file)) {
                String[] parts = line.split(",", -1);
                if (parts[0].equals("size")) {
                    size = Integer.parseInt(parts[1]);
                } else if (parts[0].equals("logits")) {
                    float[] row = new float[parts.length - 1];
                    for (int i = 0; i < row.length; i++) {
                        row[i] = Float.parseFloat(parts[i + 1]);
                    }
                    logits.add(row);
                } else {
                    shapes.put(
                            parts[0],
                            Arrays.stream(parts[1].split("x", -1))
                                    .mapToInt(Integer::parseInt)
                                    .toArray());
                }
            }
            return new GoldenNetwork(file, size, shapes, logits);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public Map<String, Tensor> weights() {
        if (shapes.isEmpty()) {
            try {
                return StateDictionary.read(Path.of(file.toString().replace(".csv", ".pth")))
                        .tensors();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        Map<String, Tensor> weights = new LinkedHashMap<>();
        shapes.forEach((name, shape) -> weights.put(name, filled(name, shape)));
        return weights;
    }

    /** The two pictures. */
    public FloatBuffer pictures(PatchLayout layout) {
        int area = layout.sizePx() * layout.sizePx();
        FloatBuffer patches = layout.room(logits.size());
        float[] noise = noise("input", 3 * area * logits.size());
        for (int picture = 0; picture < logits.size(); picture++) {
            for (int channel = 0; channel < 3; channel++) {
                for (int pixel = 0; pixel < area; pixel++) {
                    int within =
                            layout.order() == PatchLayout.Order.NCHW ? channel * area + pixel : pixel * 3 + channel;
                    patches.put(picture * 3 * area + within, 2 * noise[(picture * 3 + channel) * area + pixel]);
                }
            }
        }
        return patches;
    }

    /** The largest difference, in parts of the largest logit where that is above 1. */
    public double difference(float[] found) {
        double most = 0;
        double largest = 1;
        int classes = logits.get(0).length;
        for (int i = 0; i < found.length; i++) {
            float expected = logits.get(i / classes)[i % classes];
            double difference = Math.abs(expected - found[i]);
            most = Double.isNaN(difference) ? Double.POSITIVE_INFINITY : Math.max(most, difference);
            largest = Math.max(largest, Math.abs(expected));
        }
        return most / largest;
    }

    static Tensor filled(String name, int[] shape) {
        int count = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        float[] values = noise(name, count);
        boolean token = name.matches(".*(class_token|cls_token|pos_embed|pos_embedding|reg_token)");
        if (name.endsWith("running_var")) {
            scale(values, 0.5f, 1);
        } else if (shape.length >= 2 && !token) {
            int inputs = count / shape[0];
            scale(values, (float) Math.sqrt(6.0f / inputs), 0);
        } else if (name.endsWith("weight") && shape.length == 1) {
            scale(values, 0.25f, 1);
        } else {
            scale(values, 0.2f, 0);
        }
        return new Tensor(shape, values);
    }

    private static void scale(float[] values, float factor, float shift) {
        for (int i = 0; i < values.length; i++) {
            values[i] = shift + factor * values[i];
        }
    }

    /** SplitMix64 on the place, its seed the CRC-32 of the name: in -1..1. */
    public static float[] noise(String name, int count) {
        CRC32 crc = new CRC32();
        crc.update(name.getBytes(StandardCharsets.UTF_8));
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            long z = crc.getValue() + (i + 1) * 0x9E3779B97F4A7C15L;
            z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
            z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
            z ^= z >>> 31;
            values[i] = (float) ((z >>> 40) / 0x1p23 - 1);
        }
        return values;
    }
}
