package io.slidestream.contracts;

import java.util.HashSet;
import java.util.List;

/**
 * What a map says of the network that made it.
 *
 * @param id SHA-256 of the bundle's config.json and model.safetensors, hex
 * @param classNames in the order of the probabilities
 * @param patchSizePx side of the network's input
 * @param patchMpp microns per pixel the network was trained at
 * @param wsinferConfig JSON of WSInfer's keys of the bundle's config.json, for files that repeat it; empty where unknown
 */
public record Model(
        String id, String name, List<String> classNames, int patchSizePx, double patchMpp, String wsinferConfig) {
    /** Of a network whose configuration is unknown. */
    public Model(String id, String name, List<String> classNames, int patchSizePx, double patchMpp) {
        this(id, name, classNames, patchSizePx, patchMpp, "");
    }

    public Model {
        Checks.notBlank("model id", id);
        Checks.notBlank("model name", name);
        classNames = List.copyOf(classNames);
        if (classNames.isEmpty() || new HashSet<>(classNames).size() != classNames.size()) {
            throw new IllegalArgumentException("classNames must be distinct and not empty, were " + classNames);
        }
        Checks.inRange("patchSizePx", patchSizePx, 1, 16_384);
        Checks.positive("patchMpp", patchMpp);
    }
}
