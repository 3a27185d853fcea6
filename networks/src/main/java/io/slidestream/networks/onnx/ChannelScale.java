package io.slidestream.networks.onnx;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import onnx.Onnx;

/**
 * A factor and a summand for each channel, which are two nodes of a graph: batch normalisation that no convolution could take in.
 *
 * @param product of the picture with the factors, which alone the sum reads
 * @param sum of the product with the summands
 */
record ChannelScale(Onnx.NodeProto product, Onnx.NodeProto sum) {
    /** All of a graph, by what they give. */
    static Map<String, ChannelScale> of(Onnx.GraphProto graph) {
        Set<String> constants = new HashSet<>();
        graph.getInitializerList().forEach(tensor -> constants.add(tensor.getName()));
        Map<String, Onnx.NodeProto> products = new HashMap<>();
        Map<String, ChannelScale> scales = new HashMap<>();
        for (Onnx.NodeProto node : graph.getNodeList()) {
            boolean ofConstant = node.getInputCount() == 2 && constants.contains(node.getInput(1));
            if (ofConstant && node.getOpType().equals("Mul")) {
                products.put(node.getOutput(0), node);
            } else if (ofConstant && node.getOpType().equals("Add") && products.containsKey(node.getInput(0))) {
                scales.put(node.getOutput(0), new ChannelScale(products.get(node.getInput(0)), node));
            }
        }
        return scales;
    }

    String factors() {
        return product.getInput(1);
    }

    String summands() {
        return sum.getInput(1);
    }
}
