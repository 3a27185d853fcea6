package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import io.slidestream.networks.graph.ByteForm;
import io.slidestream.networks.graph.ByteScale;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation.Concat;
import io.slidestream.networks.graph.Shape;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Where the values of a picture lie, in floats or in bytes. Channels that are joined later are written side by side at once; what a step
 * overwrites anyway is computed in place.
 */
final class Values {
    private final Stretch stretch;
    private final ByteForm form;
    private final Primitives primitives;
    private final StepSequence steps;
    /** Readers of each value that are still to come. */
    private final Map<String, Integer> pending = new HashMap<>();

    private final Map<String, Value> known = new HashMap<>();
    private final Map<String, Slot> slots = new HashMap<>();
    /** Values that are written part by part. */
    private final Map<String, Value> wholes = new HashMap<>();

    /** A value's place in one that joins several. */
    private record Slot(Node whole, int channel) {}

    Values(Stretch stretch, ByteForm form, Primitives primitives, StepSequence steps) {
        this.stretch = stretch;
        this.form = form;
        this.primitives = primitives;
        this.steps = steps;
        stretch.nodes().forEach(node -> node.inputs().forEach(input -> pending.merge(input, 1, Integer::sum)));
        stretch.nodes().forEach(this::reserve);
    }

    /** Sees whether what a node joins can be written side by side from the start. */
    private void reserve(Node node) {
        if (!(node.operation() instanceof Concat)) {
            return;
        }
        int together = primitives.channelsTogether();
        Set<String> names = new HashSet<>(node.inputs());
        boolean possible = names.size() == node.inputs().size()
                && form.scale(node.name()) == null
                && names.stream().noneMatch(name -> name.equals(Network.INPUT) || slots.containsKey(name))
                && names.stream().allMatch(name -> shape(name).channels() % together == 0);
        if (possible) {
            int channel = 0;
            for (String name : node.inputs()) {
                slots.put(name, new Slot(node, channel));
                channel += shape(name).channels();
            }
        }
    }

    Shape shape(String name) {
        return stretch.shape(name);
    }

    /** The bytes that a value is to be; null where it is in floats. */
    @Nullable
    ByteScale scale(String name) {
        return form.scale(name);
    }

    boolean isPartOfAnother(String name) {
        return slots.containsKey(name);
    }

    /** Whether what a node joins lies side by side already. */
    boolean isJoined(Node node) {
        Slot first = slots.get(node.input());
        return first != null && first.whole().equals(node);
    }

    Value value(String name) {
        return Objects.requireNonNull(known.get(name), name);
    }

    /** A value that may be computed already. */
    @Nullable
    Value known(String name) {
        return known.get(name);
    }

    /** A value that a node reads. */
    Value taken(String name) {
        pending.merge(name, -1, Integer::sum);
        return value(name);
    }

    /** A value that a node reads, in floats. */
    Value takenAsFloats(String name) {
        Value value = taken(name);
        return value.isBytes() ? steps.laid(value, descriptor(Numbers.NHWC, shape(name))) : value;
    }

    /** Whether a value may be overwritten. */
    boolean isFree(String name, Value value) {
        return pending.getOrDefault(name, 0) == 0 && !stretch.isOutput(name) && !value.shared();
    }

    /** How a value is asked for: as its place wants it, or as oneDNN likes. */
    Pointer asked(String name) {
        return slots.containsKey(name) ? together(shape(name)) : descriptor(Numbers.ANY, shape(name));
    }

    /** Where a step writes a value: its slot, if it lies there as the step gives it. */
    Value target(String name, Pointer given) {
        Slot slot = slots.get(name);
        if (slot != null) {
            Value part = part(slot, shape(name));
            if (Primitives.same(part.descriptor(), given)) {
                return part;
            }
        }
        return Value.fresh(given);
    }

    /** The place of a step's input where nothing else needs it, or a new one. */
    Value over(String name, String input, Value source) {
        return isFree(input, source) && !slots.containsKey(name)
                ? new Value(source.descriptor(), source.block())
                : target(name, source.descriptor());
    }

    Value freshBytes(Shape shape, ByteScale scale) {
        Pointer descriptor = inBytes(shape);
        return new Value(descriptor, Block.ofLane(Primitives.bytes(descriptor)), scale);
    }

    /** Where a joined value lies: in a block of its own, or in a part of one that joins it again. */
    Value whole(Node node) {
        Value before = wholes.get(node.name());
        if (before != null) {
            return before;
        }
        Pointer descriptor = together(node.shape());
        Slot slot = slots.get(node.name());
        Value made = slot == null
                ? Value.shared(descriptor, Block.ofLane(Primitives.bytes(descriptor)), 0)
                : part(slot, node.shape());
        wholes.put(node.name(), made);
        return made;
    }

    private Value part(Slot slot, Shape shape) {
        Value whole = whole(slot.whole());
        long offset = (long) slot.channel() * shape.height() * shape.width() * Float.BYTES;
        return Value.shared(together(shape), whole.block(), whole.offset() + offset);
    }

    /** Makes a value known: in bytes if it is to be, and in its slot if it has one. */
    void finish(String name, Value value) {
        ByteScale scale = form.scale(name);
        if (scale != null && !value.isBytes()) {
            Value bytes = freshBytes(shape(name), scale);
            steps.copy(value, bytes);
            known.put(name, bytes);
            return;
        }
        Slot slot = slots.get(name);
        if (slot != null && !value.shared()) {
            Value part = part(slot, shape(name));
            steps.copy(value, part);
            known.put(name, part);
        } else {
            known.put(name, value);
        }
    }

    /** Makes a picture known as a row of numbers, which only outputs read, and row by row. */
    void flatten(Node node) {
        known.put(node.name(), value(node.input()));
    }

    private Pointer together(Shape shape) {
        return descriptor(primitives.channelsTogether() == 16 ? Numbers.BY_SIXTEENS : Numbers.BY_EIGHTS, shape);
    }

    /** Bytes lie channel by channel in each place. */
    Pointer inBytes(Shape shape) {
        return primitives.typed(Numbers.BYTES, Numbers.NHWC, 1, shape.channels(), shape.height(), shape.width());
    }

    Pointer descriptor(int tag, Shape shape) {
        return primitives.descriptor(tag, 1, shape.channels(), shape.height(), shape.width());
    }
}
