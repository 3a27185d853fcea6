package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import io.slidestream.networks.graph.ByteScale;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.onednn.Primitives.Given;
import io.slidestream.networks.onednn.Step.Argument;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Steps of a program in the making, one after the other, with the copies that change a value's layout or its numbers' form. */
final class StepSequence {
    private static final Logger log = LoggerFactory.getLogger(StepSequence.class);

    private final Primitives primitives;
    private final List<Step> steps = new ArrayList<>();

    StepSequence(Primitives primitives) {
        this.primitives = primitives;
    }

    int size() {
        return steps.size();
    }

    Program program(Handles handles) {
        return Program.of(primitives.engine(), steps, handles);
    }

    /** Adds a node's step and tells which implementation oneDNN chose. */
    void add(Node node, Pointer definition, List<Argument> arguments) {
        log.debug("{}: {}", node.name(), Primitives.implementation(definition));
        add(definition, arguments);
    }

    void add(Pointer definition, List<Argument> arguments) {
        List<Argument> all = new ArrayList<>(arguments);
        Pointer scratch = Primitives.wanted(definition, Numbers.SCRATCHPAD_OF);
        long bytes = Primitives.bytes(scratch);
        if (bytes > 0) {
            all.add(new Argument(Numbers.SCRATCHPAD, scratch, Block.ofLane(bytes), 0));
        }
        steps.add(new Step(primitives.primitive(definition), all));
    }

    /** Joins channels. */
    void join(Node node, Pointer definition, List<Value> sources, Value target) {
        List<Argument> arguments = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            arguments.add(sources.get(i).as(Numbers.SOURCES + i));
        }
        arguments.add(target.as(Numbers.TARGET));
        add(node, definition, arguments);
    }

    /** A value in floats, as wanted. */
    Value laid(Value value, Pointer wanted) {
        if (!value.isBytes() && Primitives.same(value.descriptor(), wanted)) {
            return value;
        }
        Value target = Value.fresh(wanted);
        copy(value, target);
        return target;
    }

    /** Copies, from bytes to floats or the other way where they differ. */
    void copy(Value from, Value to) {
        List<Given> given = new ArrayList<>();
        List<Argument> arguments = new ArrayList<>(List.of(from.as(Numbers.SOURCE), to.as(Numbers.TARGET)));
        give(from, Numbers.SOURCE, given, arguments);
        give(to, Numbers.TARGET, given, arguments);
        log.debug("a copy of {} bytes", Primitives.bytes(from.descriptor()));
        add(primitives.reorder(from.descriptor(), to.descriptor(), given), arguments);
    }

    /** Tells a step what the bytes of one of its arguments stand for. */
    private void give(Value value, int argument, List<Given> given, List<Argument> arguments) {
        ByteScale scale = value.scale();
        if (scale == null) {
            return;
        }
        Pointer number = primitives.descriptor(Numbers.VECTOR, 1);
        given.add(Given.scale(argument));
        arguments.add(new Argument(Numbers.SCALES | argument, number, Block.fixed(primitives.kept(scale.scale())), 0));
        if (scale.zero() != 0) {
            Pointer whole = primitives.typed(Numbers.INTEGERS, Numbers.VECTOR, 1);
            given.add(Given.zero(argument));
            arguments.add(
                    new Argument(Numbers.ZERO_POINTS | argument, whole, Block.fixed(primitives.kept(scale.zero())), 0));
        }
    }
}
