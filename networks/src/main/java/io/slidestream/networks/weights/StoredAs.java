package io.slidestream.networks.weights;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** The numbers that weights are kept as on disk. */
public enum StoredAs {
    /** 32 bits: what is computed with. */
    FLOATS {
        @Override
        public Map<String, Tensor> rounded(Map<String, Tensor> tensors) {
            return tensors;
        }

        @Override
        public void write(Path file, Map<String, Tensor> tensors) throws IOException {
            Safetensors.write(file, tensors);
        }
    },
    /** 16 bits, three decimal digits: half the file. */
    HALVES {
        @Override
        public Map<String, Tensor> rounded(Map<String, Tensor> tensors) {
            Map<String, Tensor> rounded = new TreeMap<>();
            tensors.forEach((name, tensor) -> {
                float[] values = tensor.values().clone();
                for (int i = 0; i < values.length; i++) {
                    values[i] = HalfNumber.toFloat(HalfNumber.nearest(values[i]));
                }
                rounded.put(name, new Tensor(tensor.shape(), values));
            });
            return rounded;
        }

        @Override
        public void write(Path file, Map<String, Tensor> tensors) throws IOException {
            Safetensors.writeHalves(file, tensors);
        }
    };

    /**
     * The tensors as a reader of the file gets them.
     *
     * @throws IllegalArgumentException if a number is too large
     */
    public abstract Map<String, Tensor> rounded(Map<String, Tensor> tensors);

    /** Writes safetensors. Replaces a file. */
    public abstract void write(Path file, Map<String, Tensor> tensors) throws IOException;
}
