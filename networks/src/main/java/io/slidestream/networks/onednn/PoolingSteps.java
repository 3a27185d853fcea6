package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import io.slidestream.networks.graph.ByteScale;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Shape;
import io.slidestream.networks.onednn.Fusion.Fused;
import io.slidestream.networks.onednn.Fusion.Sums;
import java.util.List;

/** The largest and the mean under a window. */
final class PoolingSteps {
    private final Primitives primitives;
    private final StepSequence steps;
    private final Values values;
    private final Fusion fusion;

    PoolingSteps(Primitives primitives, StepSequence steps, Values values, Fusion fusion) {
        this.primitives = primitives;
        this.steps = steps;
        this.values = values;
        this.fusion = fusion;
    }

    void compile(Node node, PoolingKind kind) {
        ByteScale scale = values.scale(node.name());
        if (kind.algorithm() == Numbers.MAXIMUM
                && scale != null
                && scale.equals(values.value(node.input()).scale())) {
            Value source = values.taken(node.input());
            values.finish(node.name(), largest(node, source, kind, scale));
            return;
        }
        Fused fused = fusion.following(node.name(), Sums.NONE);
        Value source = values.takenAsFloats(node.input());
        Pointer definition = primitives.pooling(kind, source.descriptor(), values.asked(fused.name()), fused.afters());
        Value target = values.target(fused.name(), Primitives.wanted(definition, Numbers.TARGET_OF));
        steps.add(node, definition, List.of(source.as(Numbers.SOURCE), target.as(Numbers.TARGET)));
        values.finish(fused.name(), target);
    }

    /** The largest byte is that of the largest number. */
    Value largest(Node node, Value source, PoolingKind kind, ByteScale scale) {
        int channels = Primitives.channels(source.descriptor());
        Shape shape = Shape.of(channels, node.shape().height(), node.shape().width());
        Value result = values.freshBytes(shape, scale);
        Pointer definition = primitives.pooling(kind, source.descriptor(), result.descriptor(), List.of());
        steps.add(node, definition, List.of(source.as(Numbers.SOURCE), result.as(Numbers.TARGET)));
        return result;
    }
}
