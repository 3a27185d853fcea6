package io.slidestream.networks.published;

import io.slidestream.networks.bundle.TransformStep.Normalize;
import io.slidestream.networks.family.TiaToolbox;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who names tensors so, and what its models are usually given. */
enum Naming {
    TORCHVISION("torchvision", ImportRequest.IMAGENET),
    TIMM("timm", ImportRequest.IMAGENET),
    TIATOOLBOX("TIAToolbox", null);

    static final int PATCH_PX = 224;
    static final double MPP = 0.5;

    private final String label;

    @SuppressWarnings("ImmutableEnumChecker") // its lists are List.of
    private final @Nullable Normalize normalize;

    Naming(String label, @Nullable Normalize normalize) {
        this.label = label;
        this.normalize = normalize;
    }

    String label() {
        return label;
    }

    /** What is usually done to the pixels; null for nothing. */
    @Nullable
    Normalize normalize() {
        return normalize;
    }

    static Naming of(Set<String> tensors) {
        if (TiaToolbox.isMeant(tensors)) {
            return TIATOOLBOX;
        }
        return tensors.contains("conv_stem.weight")
                        || tensors.contains("last_linear.weight")
                        || tensors.contains("patch_embed.proj.weight")
                ? TIMM
                : TORCHVISION;
    }
}
