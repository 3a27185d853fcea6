package io.slidestream.networks.onnx;

import io.slidestream.contracts.files.FileFault;
import io.slidestream.networks.bundle.ModelBundle;
import io.slidestream.networks.bundle.ModelBundleException;
import io.slidestream.networks.graph.ByteForm;
import io.slidestream.networks.graph.ByteLayer;
import io.slidestream.networks.graph.ByteScale;
import io.slidestream.networks.graph.Folding;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation.Convolution;
import io.slidestream.networks.graph.Operation.Dense;
import io.slidestream.networks.graph.QuantizedNetwork;
import io.slidestream.networks.graph.ServedNetwork;
import io.slidestream.networks.weights.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import onnx.Onnx;

/**
 * The numbers of a bundle's {@code model.int8.onnx}, for another engine than ONNX Runtime: scales and zeros of the values between
 * layers, weights and biases in bytes, and what stays in floats. The network is the bundle's own, and both go by its names.
 */
public final class Int8Network {
    private final Map<String, Onnx.TensorProto> tensors = new HashMap<>();
    private final ServedNetwork served;

    private Int8Network(ServedNetwork served, Onnx.GraphProto graph) {
        this.served = served;
        graph.getInitializerList().forEach(tensor -> tensors.put(tensor.getName(), tensor));
    }

    /**
     * Reads the file.
     *
     * @return the network with the configuration's temperature in it
     * @throws ModelBundleException if there is no such file, it was made of other weights, or it is none of this program's
     */
    public static QuantizedNetwork of(ModelBundle bundle) {
        Network network = bundle.network();
        Path file = OnnxBundle.int8(bundle);
        try {
            Onnx.ModelProto model = OnnxFile.parse(file, Files.readAllBytes(file));
            String origin = metadata(model, OnnxModel.WEIGHTS_SHA256);
            OnnxModel.checkOrigin(file, bundle.weightsSha256(), origin, metadata(model, OnnxModel.PRECISION));
            return new Int8Network(Folding.of(network, bundle.weights()), model.getGraph()).read(bundle);
        } catch (IllegalArgumentException e) {
            throw bundle.unusable(e);
        } catch (IOException e) {
            throw new ModelBundleException("cannot read " + file + ": " + FileFault.words(e), e);
        }
    }

    private static String metadata(Onnx.ModelProto model, String key) {
        return model.getMetadataPropsList().stream()
                .filter(entry -> entry.getKey().equals(key))
                .map(Onnx.StringStringEntryProto::getValue)
                .findFirst()
                .orElse("");
    }

    private QuantizedNetwork read(ModelBundle bundle) {
        Map<String, ByteScale> scales = scales();
        Map<String, ByteLayer> layers = new HashMap<>();
        Map<String, Tensor> floats = new TreeMap<>();
        for (Node node : served.network().nodes()) {
            if (node.operation() instanceof Convolution layer) {
                layer(node, layer.weight(), Objects.requireNonNull(layer.bias()), scales, layers, floats);
            } else if (node.operation() instanceof Dense layer) {
                layer(node, layer.weight(), Objects.requireNonNull(layer.bias()), scales, layers, floats);
            } else {
                node.operation().tensors().forEach(name -> floats.put(name, floats(name)));
            }
        }
        ServedNetwork numbers = new ServedNetwork(served.network(), bundle.served(floats));
        return new QuantizedNetwork(numbers, new ByteForm(scales, layers));
    }

    private Map<String, ByteScale> scales() {
        Map<String, ByteScale> scales = new HashMap<>();
        scale(Network.INPUT, scales);
        served.network().nodes().forEach(node -> scale(node.name(), scales));
        return scales;
    }

    private void scale(String value, Map<String, ByteScale> scales) {
        Onnx.TensorProto scale = tensors.get(Int8Graph.scale(value));
        Onnx.TensorProto zero = tensors.get(Int8Graph.zero(value));
        if (scale != null && zero != null) {
            scales.put(
                    value,
                    new ByteScale(
                            OnnxTensors.tensor(scale).values()[0],
                            zero.getRawData().byteAt(0) & 0xff));
        }
    }

    private void layer(
            Node node,
            String weight,
            String bias,
            Map<String, ByteScale> scales,
            Map<String, ByteLayer> layers,
            Map<String, Tensor> floats) {
        Onnx.TensorProto bytes = tensors.get(Int8Graph.bytes(weight));
        ByteScale input = scales.get(node.input());
        if (bytes == null || input == null) {
            floats.put(weight, floats(weight));
            floats.put(bias, floats(bias));
            return;
        }
        int[] shape = served.tensor(weight).shape();
        ByteLayer layer = new ByteLayer(
                shape,
                Int8Graph.withoutPadding(bytes, shape),
                OnnxTensors.tensor(found(Int8Graph.scale(weight))).values(),
                OnnxTensors.integers(found(Int8Graph.bytes(bias))));
        layers.put(weight, layer);
        floats.put(weight, layer.weight());
        floats.put(bias, layer.biases(input));
    }

    private Tensor floats(String name) {
        int[] shape = served.tensor(name).shape();
        return new Tensor(shape, OnnxTensors.tensor(found(name)).values());
    }

    private Onnx.TensorProto found(String name) {
        Onnx.TensorProto tensor = tensors.get(name);
        if (tensor == null) {
            throw new IllegalArgumentException(
                    ModelBundle.INT8 + " has no numbers " + name + ", so it was not made by this"
                            + " program as it is now: make it anew with `slidestream export`, or choose the engine onnxruntime"
                            + " (--engine onnxruntime, or inference.engine=onnxruntime)");
        }
        return tensor;
    }
}
