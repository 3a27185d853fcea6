package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import io.slidestream.networks.graph.ByteScale;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation.Maximum;
import java.util.List;
import java.util.Optional;

/** Channels one after the other, in floats or in bytes. */
final class JoinSteps {
    private final Primitives primitives;
    private final StepSequence steps;
    private final Values values;
    private final Fusion fusion;
    private final PoolingSteps poolings;

    JoinSteps(Primitives primitives, StepSequence steps, Values values, Fusion fusion, PoolingSteps poolings) {
        this.primitives = primitives;
        this.steps = steps;
        this.values = values;
        this.fusion = fusion;
        this.poolings = poolings;
    }

    void compile(Node node) {
        if (values.isJoined(node)) {
            node.inputs().forEach(values::taken);
            values.finish(node.name(), values.whole(node));
            return;
        }
        ByteScale scale = values.scale(node.name());
        boolean alike = scale != null
                && node.inputs().stream()
                        .allMatch(name -> scale.equals(values.value(name).scale()));
        if (scale != null && alike) {
            ofBytes(node, scale);
        } else {
            ofFloats(node);
        }
    }

    private void ofFloats(Node node) {
        List<Value> sources = node.inputs().stream().map(values::takenAsFloats).toList();
        Pointer definition =
                primitives.concat(sources.stream().map(Value::descriptor).toList(), values.asked(node.name()));
        Value target = values.target(node.name(), Primitives.wanted(definition, Numbers.TARGET_OF));
        steps.join(node, definition, sources, target);
        values.finish(node.name(), target);
    }

    /** Joins bytes; where only their largest under a window are wanted, these, which are fewer. */
    private void ofBytes(Node node, ByteScale scale) {
        List<Value> sources = node.inputs().stream().map(values::taken).toList();
        Optional<Node> pool = fusion.onlyReader(node.name())
                .filter(next -> next.operation() instanceof Maximum && scale.equals(values.scale(next.name())));
        if (pool.isPresent() && pool.get().operation() instanceof Maximum maximum) {
            PoolingKind kind = PoolingKind.of(maximum, node.shape());
            sources = sources.stream()
                    .map(source -> poolings.largest(pool.get(), source, kind, scale))
                    .toList();
            fusion.take(pool.get());
        }
        Node whole = pool.orElse(node);
        Value target = values.freshBytes(whole.shape(), scale);
        int channel = 0;
        for (Value source : sources) {
            int channels = Primitives.channels(source.descriptor());
            Pointer part = primitives.channelsOf(target.descriptor(), channel, channels);
            steps.copy(source.uninterpreted(), new Value(part, target.block()));
            channel += channels;
        }
        values.finish(whole.name(), target);
    }
}
