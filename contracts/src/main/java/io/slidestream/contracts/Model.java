package io.slidestream.contracts;

import java.util.HashSet;
import java.util.List;

/**
 * Description of the network that made a map.
 *
 * @param id SHA-256 of the bundle's config.json and model.safetensors, hex
 * @param classNames in the order of the probabilities
 * @param patchSizePx side of the network's input
 * @param patchMpp microns per pixel the network was trained at
 * @param symmetries turned and mirrored forms of a tile over which its probabilities are averaged, 1 or 8
 * @param wsinferConfig JSON of WSInfer's keys of the bundle's config.json, for files that repeat it; empty where unknown
 * @param tellsFamiliar whether its scores say how far a tile is from those it was trained on
 */
public record Model(
        String id,
        String name,
        List<String> classNames,
        int patchSizePx,
        double patchMpp,
        int symmetries,
        String wsinferConfig,
        boolean tellsFamiliar) {
    public static final int ALL_SYMMETRIES = 8;

    /** A model whose network configuration is unknown. */
    public Model(String id, String name, List<String> classNames, int patchSizePx, double patchMpp, int symmetries) {
        this(id, name, classNames, patchSizePx, patchMpp, symmetries, "");
    }

    /** A model that cannot tell how familiar a tile is. */
    public Model(
            String id,
            String name,
            List<String> classNames,
            int patchSizePx,
            double patchMpp,
            int symmetries,
            String wsinferConfig) {
        this(id, name, classNames, patchSizePx, patchMpp, symmetries, wsinferConfig, false);
    }

    public Model {
        Checks.text("model id", id, Limits.NAME);
        Checks.text("model name", name, Limits.NAME);
        classNames = List.copyOf(classNames);
        if (classNames.isEmpty() || new HashSet<>(classNames).size() != classNames.size()) {
            throw new IllegalArgumentException("classNames must be distinct and not empty, were " + classNames);
        }
        Checks.inRange("number of classes", classNames.size(), 1, Limits.CLASSES);
        for (String className : classNames) {
            String unused = Checks.text("class name", className, Limits.NAME);
        }
        Checks.inRange("length of wsinferConfig", wsinferConfig.length(), 0, Limits.CONFIGURATION);
        Checks.inRange("patchSizePx", patchSizePx, 1, 16_384);
        Checks.positive("patchMpp", patchMpp);
        if (symmetries != 1 && symmetries != ALL_SYMMETRIES) {
            throw new IllegalArgumentException("symmetries must be 1 or " + ALL_SYMMETRIES + ", was " + symmetries);
        }
    }

    /** Each tile as it lies. */
    public Model(String id, String name, List<String> classNames, int patchSizePx, double patchMpp) {
        this(id, name, classNames, patchSizePx, patchMpp, 1);
    }

    /**
     * Identity of the model in map ids and blocks: its id, or a hash of id and number of symmetries where it averages
     * over them, since that gives other maps. Workers that average and workers that do not thus never score each
     * other's blocks.
     */
    public String servedId() {
        return symmetries == 1 ? id : hash(id + " symmetries " + symmetries);
    }

    private static String hash(String text) {
        return Sha256.hex(text);
    }
}
