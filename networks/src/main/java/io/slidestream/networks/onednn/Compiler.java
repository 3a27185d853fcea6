package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import io.slidestream.networks.graph.ByteForm;
import io.slidestream.networks.graph.ByteLayer;
import io.slidestream.networks.graph.ByteScale;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation;
import io.slidestream.networks.graph.Operation.Activate;
import io.slidestream.networks.graph.Operation.Add;
import io.slidestream.networks.graph.Operation.Average;
import io.slidestream.networks.graph.Operation.Concat;
import io.slidestream.networks.graph.Operation.Convolution;
import io.slidestream.networks.graph.Operation.Flatten;
import io.slidestream.networks.graph.Operation.GlobalAverage;
import io.slidestream.networks.graph.Operation.LocalResponse;
import io.slidestream.networks.graph.Operation.Maximum;
import io.slidestream.networks.graph.Operation.Multiply;
import io.slidestream.networks.graph.Operation.Outside;
import io.slidestream.networks.graph.Operation.Rounding;
import io.slidestream.networks.graph.Operation.Scale;
import io.slidestream.networks.graph.Pooling;
import io.slidestream.networks.graph.QuantizedNetwork;
import io.slidestream.networks.graph.ServedNetwork;
import io.slidestream.networks.graph.Shape;
import io.slidestream.networks.graph.Window;
import io.slidestream.networks.onednn.Primitives.After;
import io.slidestream.networks.onednn.Primitives.Given;
import io.slidestream.networks.onednn.Primitives.Sides;
import io.slidestream.networks.onednn.Step.Argument;
import io.slidestream.networks.weights.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns nodes into steps. An activation, and a sum with what is there already, is done by the step before it; channels
 * that are joined later are written side by side at once; what a step overwrites anyway is computed in place.
 *
 * <p>Of a network in bytes convolutions, the largest under a window and joined channels stay bytes; for all other steps what is in
 * bytes is made floats, and what they give is made bytes again.
 */
final class Compiler {
    private static final Logger log = LoggerFactory.getLogger(Compiler.class);

    private final ServedNetwork served;
    private final ByteForm form;
    private final ByteArithmetic arithmetic;
    private final Stretch stretch;
    private final Handles handles;
    private final Primitives primitives;
    private final Map<String, List<Node>> readers = new HashMap<>();
    /** Readers of each value that are still to come. */
    private final Map<String, Integer> pending = new HashMap<>();

    private final Map<String, Value> values = new HashMap<>();
    private final Set<String> done = new HashSet<>();
    private final Map<String, Slot> slots = new HashMap<>();
    /** Values that are written part by part. */
    private final Map<String, Value> wholes = new HashMap<>();

    private final List<Step> steps = new ArrayList<>();

    /** A value's place in one that joins several. */
    private record Slot(Node whole, int channel) {}

    private Compiler(QuantizedNetwork network, Stretch stretch, ByteArithmetic arithmetic, Handles handles) {
        served = network.served();
        form = network.form();
        this.arithmetic = arithmetic;
        this.stretch = stretch;
        this.handles = handles;
        primitives = new Primitives(handles);
        for (Node node : stretch.nodes()) {
            for (String input : node.inputs()) {
                readers.computeIfAbsent(input, name -> new ArrayList<>()).add(node);
                pending.merge(input, 1, Integer::sum);
            }
        }
    }

    /**
     * Compiles for one picture in NHWC, and for the number of threads that the calling thread's primitives use.
     *
     * @throws OneDnnException if oneDNN does not compute a step
     */
    static Program compile(QuantizedNetwork network, Stretch stretch, ByteArithmetic arithmetic) {
        Handles handles = new Handles();
        try {
            return new Compiler(network, stretch, arithmetic, handles).compile();
        } catch (RuntimeException | Error e) {
            handles.close();
            throw e;
        }
    }

    private Program compile() {
        int side = served.network().sizePx();
        Pointer picture = primitives.descriptor(Numbers.NHWC, 1, 3, side, side);
        finish(Network.INPUT, Value.shared(picture, Block.of(Block.Kind.INPUT), 0));
        stretch.nodes().forEach(this::reserve);
        for (Node node : stretch.nodes()) {
            if (!done.contains(node.name())) {
                compile(node);
            }
        }
        Block row = Block.of(Block.Kind.OUTPUT);
        for (Stretch.Output output : stretch.outputs()) {
            Value value = value(output.name());
            Shape shape = shape(output.name());
            Pointer plain = shape.isPicture()
                    ? descriptor(Numbers.NCHW, shape)
                    : descriptor(Numbers.NCHW, source(output.name()));
            copy(value, Value.shared(plain, row, (long) output.from() * Float.BYTES));
        }
        return Program.of(primitives.engine(), steps, handles);
    }

    /** The picture that a row of numbers was. */
    private Shape source(String name) {
        return stretch.nodes().stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .map(node -> shape(node.input()))
                .orElseThrow();
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

    private void compile(Node node) {
        Operation operation = node.operation();
        if (operation instanceof Convolution layer) {
            convolution(node, layer);
        } else if (operation instanceof Maximum pool) {
            Window window = Pooling.whole(pool.window(), pool.rounding(), shape(node.input()));
            pooling(node, Numbers.MAXIMUM, window);
        } else if (operation instanceof Average pool) {
            Window window = Pooling.whole(pool.window(), pool.rounding(), shape(node.input()));
            boolean counted = pool.outside() == Outside.COUNTED && pool.rounding() == Rounding.DOWN;
            pooling(node, counted ? Numbers.AVERAGE_WITH_PADDING : Numbers.AVERAGE_WITHOUT_PADDING, window);
        } else if (operation instanceof GlobalAverage) {
            Shape shape = shape(node.input());
            pooling(node, Numbers.AVERAGE_WITHOUT_PADDING, Window.of(shape.height(), shape.width(), 1, 0, 0));
        } else if (operation instanceof Activate activate) {
            Value source = takenAsFloats(node.input());
            Pointer definition = primitives.eltwise(activate.function(), source.descriptor());
            Value target = over(node.name(), node.input(), source);
            add(definition, source.as(Numbers.SOURCE), target.as(Numbers.TARGET));
            finish(node.name(), target);
        } else if (operation instanceof LocalResponse) {
            Value source = takenAsFloats(node.input());
            Value target = fresh(source.descriptor());
            add(primitives.localResponse(source.descriptor()), source.as(Numbers.SOURCE), target.as(Numbers.TARGET));
            finish(node.name(), target);
        } else if (operation instanceof Scale scale) {
            scale(node, scale);
        } else if (operation instanceof Add) {
            binary(node, Numbers.ADD);
        } else if (operation instanceof Multiply) {
            binary(node, Numbers.MULTIPLY);
        } else if (operation instanceof Concat) {
            concat(node);
        } else if (operation instanceof Flatten) {
            values.put(node.name(), value(node.input())); // read by outputs only, which are written row by row
        } else {
            throw new IllegalStateException(node.name() + " should not be here");
        }
    }

    private void convolution(Node node, Convolution layer) {
        ByteLayer bytes = form.layer(layer.weight());
        ByteScale source = value(node.input()).scale();
        if (bytes != null && source != null && arithmetic == ByteArithmetic.INTEGERS) {
            byteConvolution(node, layer, bytes, source);
        } else {
            floatConvolution(node, layer);
        }
    }

    private void byteConvolution(Node node, Convolution layer, ByteLayer bytes, ByteScale sourceScale) {
        List<After> afters = new ArrayList<>();
        Fused fused = following(node.name(), afters, Sums.OF_BYTES);
        ByteScale targetScale = form.scale(fused.name());
        ByteScale summed = fused.summed() == null ? null : value(fused.summed()).scale();
        ByteConvolution whole = ByteConvolution.of(bytes, sourceScale, layer.window(), afters, summed, targetScale);
        Shape shape = shape(fused.name());
        long[] arranged = arranged(bytes.shape(), layer.groups());
        int tag = layer.groups() == 1 ? Numbers.NCHW : Numbers.GROUPS_OIHW;
        Pointer each = primitives.descriptor(Numbers.VECTOR, bytes.outputs());
        Pointer one = primitives.typed(Numbers.INTEGERS, Numbers.VECTOR, 1);
        List<Given> given = new ArrayList<>();
        given.add(new Given(Numbers.SCALES | Numbers.WEIGHTS, layer.groups() == 1 ? 1 : 3));
        if (whole.givesZero()) {
            given.add(Given.zero(Numbers.SOURCE));
        }
        Pointer target = targetScale == null ? descriptor(Numbers.NHWC, shape) : inBytes(shape);
        Pointer definition = primitives.convolution(
                new Sides(
                        inBytes(shape(node.input())),
                        primitives.typed(Numbers.SIGNED_BYTES, Numbers.ANY, arranged),
                        each,
                        target),
                layer.window(),
                whole.afters(),
                given);
        log.debug("{} {}: {}", node.name(), whole.afters(), Primitives.implementation(definition));
        Value source = taken(node.input());
        Pointer wanted = Primitives.wanted(definition, Numbers.WEIGHTS_OF);
        Pointer plain = primitives.typed(Numbers.SIGNED_BYTES, tag, arranged);
        Pointer numbers = primitives.arranged(bytes.values(), plain, wanted);
        Value result = fused.summed() == null || targetScale == null
                ? new Value(target, Block.ofLane(Primitives.bytes(target)), 0, false, targetScale)
                : onto(fused, source, target, targetScale);
        List<Argument> arguments = new ArrayList<>(List.of(
                source.as(Numbers.SOURCE),
                new Argument(Numbers.WEIGHTS, wanted, Block.fixed(numbers), 0),
                new Argument(Numbers.BIAS, each, Block.fixed(primitives.kept(whole.biases())), 0),
                new Argument(Numbers.SCALES | Numbers.WEIGHTS, each, Block.fixed(primitives.kept(whole.factors())), 0),
                result.as(Numbers.TARGET)));
        if (whole.givesZero()) {
            Pointer zero = primitives.kept(sourceScale.zero());
            arguments.add(new Argument(Numbers.ZERO_POINTS | Numbers.SOURCE, one, Block.fixed(zero), 0));
        }
        add(definition, arguments.toArray(Argument[]::new));
        finish(fused.name(), result);
    }

    /** The bytes that a step adds to, in the place where the sum is wanted. */
    private Value onto(Fused fused, Value source, Pointer target, ByteScale scale) {
        String name = Objects.requireNonNull(fused.summed());
        Value summed = taken(name);
        if (isFree(name, summed) && summed.block() != source.block()) {
            return new Value(target, summed.block(), scale);
        }
        Value copy = new Value(target, Block.ofLane(Primitives.bytes(target)), scale);
        copy(new Value(summed.descriptor(), summed.block()), new Value(copy.descriptor(), copy.block()));
        return copy;
    }

    private static long[] arranged(int[] sizes, int groups) {
        return groups == 1
                ? new long[] {sizes[0], sizes[1], sizes[2], sizes[3]}
                : new long[] {groups, sizes[0] / groups, sizes[1], sizes[2], sizes[3]};
    }

    private void floatConvolution(Node node, Convolution layer) {
        List<After> afters = new ArrayList<>();
        Fused fused = following(node.name(), afters, Sums.OF_FLOATS);
        Tensor weight = served.tensor(layer.weight());
        int[] sizes = weight.shape();
        int groups = layer.groups();
        long[] arranged = arranged(sizes, groups);
        int tag = groups == 1 ? Numbers.NCHW : Numbers.GROUPS_OIHW;
        Pointer bias = primitives.descriptor(Numbers.VECTOR, sizes[0]);
        Shape shape = shape(fused.name());
        Pointer definition = primitives.convolution(
                new Sides(
                        descriptor(Numbers.ANY, shape(node.input())),
                        primitives.descriptor(Numbers.ANY, arranged),
                        bias,
                        slots.containsKey(fused.name()) ? together(shape) : descriptor(Numbers.ANY, shape)),
                layer.window(),
                afters,
                List.of());
        log.debug("{} {}: {}", node.name(), afters, Primitives.implementation(definition));
        Value source = laid(taken(node.input()), Primitives.wanted(definition, Numbers.SOURCE_OF));
        Pointer wanted = Primitives.wanted(definition, Numbers.WEIGHTS_OF);
        Pointer numbers = primitives.arranged(weight.values(), primitives.descriptor(tag, arranged), wanted);
        Pointer shifts = primitives.arranged(
                served.tensor(Objects.requireNonNull(layer.bias())).values(), bias, bias);
        Pointer given = Primitives.wanted(definition, Numbers.TARGET_OF);
        Value target = fused.summed() == null ? target(fused.name(), given) : onto(fused, source, given);
        add(
                definition,
                source.as(Numbers.SOURCE),
                new Argument(Numbers.WEIGHTS, wanted, Block.fixed(numbers), 0),
                new Argument(Numbers.BIAS, bias, Block.fixed(shifts), 0),
                target.as(Numbers.TARGET));
        finish(fused.name(), target);
    }

    /** The value that a step adds to, in the place where the sum is wanted. */
    private Value onto(Fused fused, Value source, Pointer given) {
        String name = Objects.requireNonNull(fused.summed());
        Value summed = taken(name);
        boolean free = isFree(name, summed) && summed.block() != source.block() && !slots.containsKey(fused.name());
        if (free && Primitives.same(summed.descriptor(), given)) {
            return new Value(summed.descriptor(), summed.block());
        }
        Value target = target(fused.name(), given);
        copy(summed, target);
        return target;
    }

    /** Names what a step gives after all that it does itself. */
    private record Fused(String name, @Nullable String summed) {}

    /** What a step can add to. */
    private enum Sums {
        NONE,
        OF_FLOATS,
        OF_BYTES
    }

    /** Takes in the activations, and one sum, that alone read a step; what is bytes between them is rounded and clipped so. */
    private Fused following(String from, List<After> afters, Sums sums) {
        String name = from;
        String summed = null;
        while (true) {
            List<Node> next = readers.getOrDefault(name, List.of());
            if (next.size() != 1 || stretch.isOutput(name) || slots.containsKey(name)) {
                return new Fused(name, summed);
            }
            Node reader = next.get(0);
            ByteScale between = form.scale(name);
            if (reader.operation() instanceof Activate activate) {
                if (between != null) {
                    afters.add(new After.Bytes(between));
                }
                afters.add(new After.Function(activate.function()));
            } else if (sums != Sums.NONE && summed == null && reader.operation() instanceof Add) {
                String other = reader.inputs().get(reader.input().equals(name) ? 1 : 0);
                Value known = values.get(other);
                boolean possible = sums == Sums.OF_BYTES
                        ? known != null && known.isBytes() && givesBytes(reader)
                        : known != null && !known.isBytes();
                if (!possible) {
                    return new Fused(name, null);
                }
                if (between != null) {
                    afters.add(new After.Bytes(between));
                }
                afters.add(new After.Sum(1));
                summed = other;
            } else {
                return new Fused(name, summed);
            }
            done.add(reader.name());
            name = reader.name();
        }
    }

    /** Whether a sum is bytes, or what alone reads it. */
    private boolean givesBytes(Node sum) {
        List<Node> next = readers.getOrDefault(sum.name(), List.of());
        return form.scale(sum.name()) != null
                || next.size() == 1
                        && next.get(0).operation() instanceof Activate
                        && form.scale(next.get(0).name()) != null;
    }

    private void pooling(Node node, int algorithm, Window window) {
        ByteScale scale = form.scale(node.name());
        if (algorithm == Numbers.MAXIMUM
                && scale != null
                && scale.equals(value(node.input()).scale())) {
            finish(node.name(), largest(taken(node.input()), window, node.shape(), scale));
            return;
        }
        List<After> afters = new ArrayList<>();
        Fused fused = following(node.name(), afters, Sums.NONE);
        Shape shape = shape(fused.name());
        Value source = takenAsFloats(node.input());
        Pointer definition = primitives.pooling(
                algorithm,
                source.descriptor(),
                slots.containsKey(fused.name()) ? together(shape) : descriptor(Numbers.ANY, shape),
                window,
                afters);
        log.debug("{}: {}", node.name(), Primitives.implementation(definition));
        Value target = target(fused.name(), Primitives.wanted(definition, Numbers.TARGET_OF));
        add(definition, source.as(Numbers.SOURCE), target.as(Numbers.TARGET));
        finish(fused.name(), target);
    }

    /** The largest byte is that of the largest number. */
    private Value largest(Value source, Window window, Shape shape, ByteScale scale) {
        int channels = Primitives.channels(source.descriptor());
        Value result = freshBytes(Shape.of(channels, shape.height(), shape.width()), scale);
        Pointer definition =
                primitives.pooling(Numbers.MAXIMUM, source.descriptor(), result.descriptor(), window, List.of());
        add(definition, source.as(Numbers.SOURCE), result.as(Numbers.TARGET));
        return result;
    }

    private void scale(Node node, Scale scale) {
        Pointer each = primitives.descriptor(Numbers.NCHW, 1, shape(node.name()).channels(), 1, 1);
        List<After> afters = new ArrayList<>(List.of(new After.Shift(each)));
        Fused fused = following(node.name(), afters, Sums.NONE);
        Value source = takenAsFloats(node.input());
        Pointer definition = primitives.binary(Numbers.MULTIPLY, source.descriptor(), each, afters);
        log.debug("{}: {}", node.name(), Primitives.implementation(definition));
        Pointer factors = primitives.arranged(served.tensor(scale.factor()).values(), each, each);
        Pointer shifts = primitives.arranged(served.tensor(scale.shift()).values(), each, each);
        Value target = over(fused.name(), node.input(), source);
        add(
                definition,
                source.as(Numbers.SOURCE),
                new Argument(Numbers.SECOND_SOURCE, each, Block.fixed(factors), 0),
                new Argument(Numbers.OPERAND_AFTER | Numbers.SECOND_SOURCE, each, Block.fixed(shifts), 0),
                target.as(Numbers.TARGET));
        finish(fused.name(), target);
    }

    private void binary(Node node, int algorithm) {
        List<After> afters = new ArrayList<>();
        Fused fused = following(node.name(), afters, Sums.NONE);
        Value first = takenAsFloats(node.input());
        String other = node.inputs().get(1);
        Value second = takenAsFloats(other);
        if (algorithm == Numbers.ADD) {
            second = laid(second, first.descriptor());
        }
        Pointer definition = primitives.binary(algorithm, first.descriptor(), second.descriptor(), afters);
        log.debug("{}: {}", node.name(), Primitives.implementation(definition));
        Value target = other.equals(node.input()) ? fresh(first.descriptor()) : over(fused.name(), node.input(), first);
        add(definition, first.as(Numbers.SOURCE), second.as(Numbers.SECOND_SOURCE), target.as(Numbers.TARGET));
        finish(fused.name(), target);
    }

    private void concat(Node node) {
        Slot first = slots.get(node.input());
        if (first != null && first.whole().equals(node)) {
            node.inputs().forEach(this::taken);
            finish(node.name(), whole(node));
            return;
        }
        ByteScale scale = form.scale(node.name());
        boolean alike = scale != null
                && node.inputs().stream()
                        .allMatch(name -> scale.equals(value(name).scale()));
        if (scale != null && alike) {
            joinBytes(node, scale);
            return;
        }
        List<Value> sources = node.inputs().stream().map(this::takenAsFloats).toList();
        Shape shape = shape(node.name());
        Pointer definition = primitives.concat(
                sources.stream().map(Value::descriptor).toList(),
                slots.containsKey(node.name()) ? together(shape) : descriptor(Numbers.ANY, shape));
        log.debug("{}: {}", node.name(), Primitives.implementation(definition));
        Value target = target(node.name(), Primitives.wanted(definition, Numbers.TARGET_OF));
        join(definition, sources, target);
        finish(node.name(), target);
    }

    /** Joins bytes; where only their largest under a window are wanted, these, which are fewer. */
    private void joinBytes(Node node, ByteScale scale) {
        List<Value> sources = node.inputs().stream().map(this::taken).toList();
        List<Node> next = readers.getOrDefault(node.name(), List.of());
        Node whole = node;
        if (next.size() == 1
                && next.get(0).operation() instanceof Maximum pool
                && scale.equals(form.scale(next.get(0).name()))
                && !stretch.isOutput(node.name())) {
            whole = next.get(0);
            Window window = Pooling.whole(pool.window(), pool.rounding(), node.shape());
            Shape pooled = whole.shape();
            sources = sources.stream()
                    .map(source -> largest(source, window, pooled, scale))
                    .toList();
            done.add(whole.name());
        }
        Value target = freshBytes(whole.shape(), scale);
        int channel = 0;
        for (Value source : sources) {
            int channels = Primitives.channels(source.descriptor());
            Pointer part = primitives.channelsOf(target.descriptor(), channel, channels);
            copy(new Value(source.descriptor(), source.block()), new Value(part, target.block()));
            channel += channels;
        }
        finish(whole.name(), target);
    }

    private void join(Pointer definition, List<Value> sources, Value target) {
        List<Argument> arguments = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            arguments.add(sources.get(i).as(Numbers.SOURCES + i));
        }
        arguments.add(target.as(Numbers.TARGET));
        add(definition, arguments.toArray(Argument[]::new));
    }

    /** Where a joined value lies: in a block of its own, or in a part of one that joins it again. */
    private Value whole(Node node) {
        Value known = wholes.get(node.name());
        if (known != null) {
            return known;
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

    /** Where a step writes a value: its slot, if it lies there as the step gives it. */
    private Value target(String name, Pointer given) {
        Slot slot = slots.get(name);
        if (slot != null) {
            Value part = part(slot, shape(name));
            if (Primitives.same(part.descriptor(), given)) {
                return part;
            }
        }
        return fresh(given);
    }

    private Value freshBytes(Shape shape, ByteScale scale) {
        Pointer descriptor = inBytes(shape);
        return new Value(descriptor, Block.ofLane(Primitives.bytes(descriptor)), scale);
    }

    private Value fresh(Pointer descriptor) {
        return new Value(descriptor, Block.ofLane(Primitives.bytes(descriptor)));
    }

    /** The place of a step's input where nothing else needs it, or a new one. */
    private Value over(String name, String input, Value source) {
        return isFree(input, source) && !slots.containsKey(name)
                ? new Value(source.descriptor(), source.block())
                : target(name, source.descriptor());
    }

    private boolean isFree(String name, Value value) {
        return pending.getOrDefault(name, 0) == 0 && !stretch.isOutput(name) && !value.shared();
    }

    /** Makes a value known: in bytes if it is to be, and in its slot if it has one. */
    private void finish(String name, Value value) {
        ByteScale scale = form.scale(name);
        if (scale != null && !value.isBytes()) {
            Value bytes = freshBytes(shape(name), scale);
            copy(value, bytes);
            values.put(name, bytes);
            return;
        }
        Slot slot = slots.get(name);
        if (slot != null && !value.shared()) {
            Value part = part(slot, shape(name));
            copy(value, part);
            values.put(name, part);
        } else {
            values.put(name, value);
        }
    }

    /** A value in floats, as wanted. */
    private Value laid(Value value, Pointer wanted) {
        if (!value.isBytes() && Primitives.same(value.descriptor(), wanted)) {
            return value;
        }
        Value target = fresh(wanted);
        copy(value, target);
        return target;
    }

    /** Copies, from bytes to floats or the other way where they differ. */
    private void copy(Value from, Value to) {
        List<Given> given = new ArrayList<>();
        List<Argument> arguments = new ArrayList<>(List.of(from.as(Numbers.SOURCE), to.as(Numbers.TARGET)));
        give(from, Numbers.SOURCE, given, arguments);
        give(to, Numbers.TARGET, given, arguments);
        add(primitives.reorder(from.descriptor(), to.descriptor(), given), arguments.toArray(Argument[]::new));
        log.debug("a copy of {} bytes", Primitives.bytes(from.descriptor()));
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

    private void add(Pointer definition, Argument... arguments) {
        List<Argument> all = new ArrayList<>(List.of(arguments));
        Pointer scratch = Primitives.wanted(definition, Numbers.SCRATCHPAD_OF);
        long bytes = Primitives.bytes(scratch);
        if (bytes > 0) {
            all.add(new Argument(Numbers.SCRATCHPAD, scratch, Block.ofLane(bytes), 0));
        }
        steps.add(new Step(primitives.primitive(definition), all));
    }

    /** A value that a node reads, in floats. */
    private Value takenAsFloats(String name) {
        Value value = taken(name);
        return value.isBytes() ? laid(value, descriptor(Numbers.NHWC, shape(name))) : value;
    }

    /** A value that a node reads. */
    private Value taken(String name) {
        pending.merge(name, -1, Integer::sum);
        return value(name);
    }

    private Value value(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    private Shape shape(String name) {
        return stretch.shape(name);
    }

    private Pointer together(Shape shape) {
        return descriptor(primitives.channelsTogether() == 16 ? Numbers.BY_SIXTEENS : Numbers.BY_EIGHTS, shape);
    }

    /** Bytes lie channel by channel in each place. */
    private Pointer inBytes(Shape shape) {
        return primitives.typed(Numbers.BYTES, Numbers.NHWC, 1, shape.channels(), shape.height(), shape.width());
    }

    private Pointer descriptor(int tag, Shape shape) {
        return primitives.descriptor(tag, 1, shape.channels(), shape.height(), shape.width());
    }
}
