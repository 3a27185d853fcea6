package io.slidestream.networks.published;

import io.slidestream.networks.bundle.TransformStep.Normalize;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A file of weights and what a person says of it; what is null, or empty, is taken from a configuration, or assumed.
 *
 * @param config another configuration than the {@code config.json} beside the file
 * @param normalize null if nothing is said, empty for none
 */
public record ImportRequest(
        Path file,
        List<String> classes,
        @Nullable Path config,
        @Nullable Integer patchPx,
        @Nullable Double mpp,
        @Nullable Optional<Normalize> normalize,
        @Nullable String name,
        @Nullable String licence) {
    /** Mean and deviation of ImageNet's pictures, which most networks expect to be taken out. */
    public static final Normalize IMAGENET = new Normalize(List.of(0.485, 0.456, 0.406), List.of(0.229, 0.224, 0.225));

    public ImportRequest {
        classes = List.copyOf(classes);
    }
}
