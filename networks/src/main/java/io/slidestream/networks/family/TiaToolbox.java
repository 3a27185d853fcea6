package io.slidestream.networks.family;

import io.slidestream.networks.graph.Flow;
import java.util.Set;
import java.util.function.UnaryOperator;

/**
 * TIAToolbox's form of a network: what torchvision calls features is called {@value #TRUNK}, and one layer named
 * classifier follows the mean over the picture.
 */
public final class TiaToolbox {
    static final String TRUNK = "feat_extract";

    private TiaToolbox() {}

    /** Whether tensors are named so. */
    public static boolean isMeant(Set<String> names) {
        return Layers.hasBelow(names, TRUNK + ".");
    }

    /** From torchvision's layer names to those of the file, for networks that keep all before the classifier in features. */
    static UnaryOperator<String> features(Set<String> names) {
        return isMeant(names)
                ? layer -> layer.startsWith("features.") ? TRUNK + layer.substring("features".length()) : layer
                : UnaryOperator.identity();
    }

    static Flow head(Flow features) {
        return features.globalAverage("pool").flatten("flatten").dense("classifier");
    }
}
