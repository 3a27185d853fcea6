package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.Window;
import io.slidestream.networks.onednn.Primitives.Eltwise;
import io.slidestream.networks.onednn.Primitives.Sides;
import io.slidestream.networks.onednn.Step.Argument;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes the primitives that a training needs, forward and back. */
final class TrainingPrimitives {
    private final Primitives primitives;
    private final Handles handles;
    private final Pointer engine;

    TrainingPrimitives(Primitives primitives, Handles handles) {
        this.primitives = primitives;
        this.handles = handles;
        engine = primitives.engine();
    }

    Pointer convolution(Sides sides, Window window, List<Primitives.After> afters) {
        return primitives.convolution(Numbers.TRAINING, sides, window, afters, List.of());
    }

    /** The gradient of a convolution's input. */
    Pointer convolutionToSource(Sides sides, Window window, Pointer forward) {
        WindowSizes sizes = WindowSizes.of(window);
        return primitives.definition(
                "convolve back",
                List.of(),
                (made, attributes) -> OneDnnLibrary.dnnl_convolution_backward_data_primitive_desc_create(
                        made,
                        engine,
                        Numbers.DIRECT,
                        sides.source(),
                        sides.weights(),
                        sides.target(),
                        sizes.stride(),
                        sizes.dilation(),
                        sizes.before(),
                        sizes.after(),
                        forward,
                        attributes));
    }

    /** The gradient of a convolution's weights, and of its bias where there is one. */
    Pointer convolutionToWeights(Sides sides, Window window, Pointer forward) {
        WindowSizes sizes = WindowSizes.of(window);
        return primitives.definition(
                "derive by weights",
                List.of(),
                (made, attributes) -> OneDnnLibrary.dnnl_convolution_backward_weights_primitive_desc_create(
                        made,
                        engine,
                        Numbers.DIRECT,
                        sides.source(),
                        sides.weights(),
                        sides.bias(),
                        sides.target(),
                        sizes.stride(),
                        sizes.dilation(),
                        sizes.before(),
                        sizes.after(),
                        forward,
                        attributes));
    }

    Pointer pooling(PoolingKind kind, Pointer source, Pointer target) {
        return primitives.pooling(Numbers.TRAINING, kind, source, target, List.of());
    }

    Pointer poolingBack(PoolingKind kind, Pointer source, Pointer target, Pointer forward) {
        WindowSizes sizes = WindowSizes.of(kind.window());
        return primitives.definition(
                "pool back",
                List.of(),
                (made, attributes) -> OneDnnLibrary.dnnl_pooling_backward_primitive_desc_create(
                        made,
                        engine,
                        kind.algorithm(),
                        source,
                        target,
                        sizes.stride(),
                        sizes.kernel(),
                        PoolingKind.NO_GAPS,
                        sizes.before(),
                        sizes.after(),
                        forward,
                        attributes));
    }

    /** Whether a function's gradient follows from what it gave, so that what it was given need not be kept. */
    static boolean byTarget(Activation activation) {
        return switch (activation) {
            case RELU, RELU6, SIGMOID -> true;
            case SILU, HARD_SIGMOID, HARD_SWISH, GELU -> false;
        };
    }

    Pointer eltwise(Activation activation, Pointer descriptor) {
        return primitives.eltwise(Numbers.TRAINING, activation, known(activation), descriptor);
    }

    Pointer eltwiseBack(Activation activation, Pointer descriptor) {
        Eltwise eltwise = known(activation);
        Pointer forward = eltwise(activation, descriptor);
        return primitives.definition(
                "compute " + activation + " back",
                List.of(),
                (made, attributes) -> OneDnnLibrary.dnnl_eltwise_backward_primitive_desc_create(
                        made,
                        engine,
                        eltwise.algorithm(),
                        descriptor,
                        descriptor,
                        descriptor,
                        eltwise.alpha(),
                        eltwise.beta(),
                        forward,
                        attributes));
    }

    private static Eltwise known(Activation activation) {
        return switch (activation) {
            case RELU -> new Eltwise(Numbers.RELU_BY_TARGET, 0, 0);
            case RELU6 -> new Eltwise(Numbers.CLIP_BY_TARGET, 0, 6);
            case SIGMOID -> new Eltwise(Numbers.SIGMOID_BY_TARGET, 0, 0);
            case SILU, HARD_SIGMOID, HARD_SWISH, GELU -> Eltwise.of(activation);
        };
    }

    Pointer normalization(Pointer descriptor, double epsilon, int flags) {
        return primitives.definition(
                "normalise",
                List.of(),
                (made, attributes) -> OneDnnLibrary.dnnl_batch_normalization_forward_primitive_desc_create(
                        made, engine, Numbers.TRAINING, descriptor, descriptor, (float) epsilon, flags, attributes));
    }

    /** @param kind whether factors and summands have gradients, too */
    Pointer normalizationBack(int kind, Pointer descriptor, double epsilon, int flags, Pointer forward) {
        return primitives.definition(
                "normalise back",
                List.of(),
                (made, attributes) -> OneDnnLibrary.dnnl_batch_normalization_backward_primitive_desc_create(
                        made,
                        engine,
                        kind,
                        descriptor,
                        descriptor,
                        descriptor,
                        (float) epsilon,
                        flags,
                        forward,
                        attributes));
    }

    /** Describes some channels of pictures that lie as {@code whole} says, or null where they cannot be told apart there. */
    @Nullable
    Pointer channels(Pointer whole, long[] sizes, long from) {
        try {
            return handles.make(
                    "describe a part",
                    made -> OneDnnLibrary.dnnl_memory_desc_create_submemory(
                            made, whole, sizes, new long[] {0, from, 0, 0}),
                    OneDnnLibrary::dnnl_memory_desc_destroy);
        } catch (OneDnnException e) {
            return null;
        }
    }

    /** What a step forward leaves for the step back beside its values, if anything. */
    static List<Argument> workspace(Pointer definition) {
        Pointer descriptor = Primitives.wanted(definition, Numbers.WORKSPACE_OF);
        return Primitives.bytes(descriptor) == 0
                ? List.of()
                : List.of(Value.fresh(descriptor).as(Numbers.WORKSPACE));
    }
}
