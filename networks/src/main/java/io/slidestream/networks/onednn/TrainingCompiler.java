package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.Operation;
import io.slidestream.networks.graph.Operation.Activate;
import io.slidestream.networks.graph.Operation.Add;
import io.slidestream.networks.graph.Operation.Average;
import io.slidestream.networks.graph.Operation.BatchNorm;
import io.slidestream.networks.graph.Operation.Concat;
import io.slidestream.networks.graph.Operation.Convolution;
import io.slidestream.networks.graph.Operation.Flatten;
import io.slidestream.networks.graph.Operation.GlobalAverage;
import io.slidestream.networks.graph.Operation.Maximum;
import io.slidestream.networks.graph.Operation.Multiply;
import io.slidestream.networks.graph.Operation.Outside;
import io.slidestream.networks.graph.Operation.Rounding;
import io.slidestream.networks.graph.Operation.Scale;
import io.slidestream.networks.graph.Pooling;
import io.slidestream.networks.graph.Shape;
import io.slidestream.networks.graph.Window;
import io.slidestream.networks.onednn.Primitives.After;
import io.slidestream.networks.onednn.Primitives.Sides;
import io.slidestream.networks.onednn.Step.Argument;
import io.slidestream.networks.onednn.TrainedNumbers.Copy;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A step forward says at once what the step back is; those are compiled in reverse once all are known. A value lives until
 * the last step that reads it, forward or back, and memory is shared by values that do not meet.
 */
/** Turns nodes into steps forward and back. */
final class TrainingCompiler {
    private static final Logger log = LoggerFactory.getLogger(TrainingCompiler.class);

    private final Stretch stretch;
    private final TrainedTensors tensors;
    private final Handles handles;
    private final int pictures;
    private final Primitives primitives;
    private final TrainingPrimitives training;
    private final Map<String, List<Node>> readers = new HashMap<>();
    private final Map<String, Value> values = new HashMap<>();
    /** Values that the step that gives them reads again on the way back. */
    private final Set<String> kept = new HashSet<>(Set.of(Network.INPUT));

    private final Map<String, Value> gradients = new HashMap<>();
    private final Set<String> done = new HashSet<>();
    private final List<Step> steps = new ArrayList<>();
    private final Deque<Runnable> back = new ArrayDeque<>();
    private final List<TrainingProgram.Statistics> statistics = new ArrayList<>();

    /** @param pictures computed together */
    TrainingCompiler(Stretch stretch, TrainedTensors tensors, int pictures, Primitives primitives, Handles handles) {
        this.stretch = stretch;
        this.tensors = tensors;
        this.handles = handles;
        this.pictures = pictures;
        this.primitives = primitives;
        training = new TrainingPrimitives(primitives, handles);
        for (Node node : stretch.nodes()) {
            node.inputs()
                    .forEach(input -> readers.computeIfAbsent(input, name -> new ArrayList<>())
                            .add(node));
        }
    }

    /**
     * Compiles for pictures in NCHW.
     *
     * @throws OneDnnException if oneDNN does not compute a step
     * @throws IllegalArgumentException if a step has no gradient here
     */
    TrainingProgram compile() {
        values.put(
                Network.INPUT,
                Value.shared(descriptor(Numbers.NCHW, shape(Network.INPUT)), Block.of(Block.Kind.INPUT), 0));
        for (Node node : stretch.nodes()) {
            if (!done.contains(node.name())) {
                forward(node);
            }
        }
        String output = stretch.outputs().get(0).name();
        Pointer plain = descriptor(Numbers.NCHW, pictureOf(output));
        Value rows = fresh(plain);
        copy(value(output), rows);
        int forward = steps.size();
        Block given = Block.ofLane(Primitives.bytes(plain));
        given.usedBy(forward - 1);
        gradients.put(output, Value.shared(plain, given, 0));
        while (!back.isEmpty()) {
            back.pop().run();
        }
        Program program = Program.of(primitives.engine(), steps, handles);
        return new TrainingProgram(program, forward, rows.block(), given, statistics);
    }

    /** The picture that a row of numbers was. */
    private Shape pictureOf(String name) {
        Shape shape = shape(name);
        return shape.isPicture()
                ? shape
                : stretch.nodes().stream()
                        .filter(node -> node.name().equals(name))
                        .findFirst()
                        .map(node -> shape(node.input()))
                        .orElseThrow();
    }

    private void forward(Node node) {
        Operation operation = node.operation();
        if (operation instanceof Convolution layer) {
            convolution(node, layer);
        } else if (operation instanceof BatchNorm layer) {
            normalization(node, layer);
        } else if (operation instanceof Scale layer) {
            scale(node, layer);
        } else if (operation instanceof Activate activate) {
            activate(node, activate.function());
        } else if (operation instanceof Maximum pool) {
            pooling(node, Numbers.MAXIMUM, Pooling.whole(pool.window(), pool.rounding(), shape(node.input())));
        } else if (operation instanceof Average pool) {
            boolean counted = pool.outside() == Outside.COUNTED && pool.rounding() == Rounding.DOWN;
            pooling(
                    node,
                    counted ? Numbers.AVERAGE_WITH_PADDING : Numbers.AVERAGE_WITHOUT_PADDING,
                    Pooling.whole(pool.window(), pool.rounding(), shape(node.input())));
        } else if (operation instanceof GlobalAverage) {
            pooling(node, Numbers.AVERAGE_WITHOUT_PADDING, everywhere(shape(node.input())));
        } else if (operation instanceof Add) {
            sum(node);
        } else if (operation instanceof Multiply) {
            product(node);
        } else if (operation instanceof Concat) {
            concat(node);
        } else if (operation instanceof Flatten) {
            values.put(node.name(), value(node.input()));
            kept.add(node.name());
            back.push(() -> give(node.input(), gradient(node.name())));
        } else {
            throw new IllegalArgumentException(node.name() + " of this network cannot be trained here");
        }
    }

    private void convolution(Node node, Convolution layer) {
        Fused fused = fused(node.name());
        int[] sizes = tensors.shape(layer.weight());
        int groups = layer.groups();
        long[] arranged = groups == 1
                ? new long[] {sizes[0], sizes[1], sizes[2], sizes[3]}
                : new long[] {groups, sizes[0] / groups, sizes[1], sizes[2], sizes[3]};
        Pointer plain = primitives.descriptor(groups == 1 ? Numbers.NCHW : Numbers.GROUPS_OIHW, arranged);
        Pointer vector = layer.bias() == null ? null : primitives.descriptor(Numbers.VECTOR, sizes[0]);
        Pointer any = primitives.descriptor(Numbers.ANY, arranged);
        Pointer definition = training.convolution(
                new Sides(
                        descriptor(Numbers.ANY, shape(node.input())),
                        any,
                        vector,
                        descriptor(Numbers.ANY, shape(node.name()))),
                layer.window(),
                fused.afters());
        told(node, definition);
        Value source = laid(value(node.input()), Primitives.wanted(definition, Numbers.SOURCE_OF));
        Pointer wanted = Primitives.wanted(definition, Numbers.WEIGHTS_OF);
        Value target = fresh(Primitives.wanted(definition, Numbers.TARGET_OF));
        List<Argument> arguments = new ArrayList<>(List.of(
                source.as(Numbers.SOURCE),
                new Argument(
                        Numbers.WEIGHTS, wanted, tensors.laid(layer.weight(), plain, wanted, primitives, handles), 0),
                target.as(Numbers.TARGET)));
        if (vector != null) {
            Block bias = tensors.laid(Objects.requireNonNull(layer.bias()), vector, vector, primitives, handles);
            arguments.add(new Argument(Numbers.BIAS, vector, bias, 0));
        }
        add(definition, arguments);
        finish(fused, target);
        back.push(() -> {
            Value delta = masked(fused.activation(), target, gradient(fused.name()));
            toWeights(node, layer, definition, any, source, delta);
            if (!node.input().equals(Network.INPUT)) {
                toSource(node, layer, definition, any, plain, delta);
            }
        });
    }

    private void toWeights(Node node, Convolution layer, Pointer forward, Pointer any, Value source, Value delta) {
        String bias = layer.bias() != null && tensors.isTrained(layer.bias()) ? layer.bias() : null;
        Pointer vector = bias == null ? null : primitives.descriptor(Numbers.VECTOR, tensors.shape(layer.weight())[0]);
        Pointer definition = training.convolutionToWeights(
                new Sides(
                        descriptor(Numbers.ANY, shape(node.input())),
                        any,
                        vector,
                        descriptor(Numbers.ANY, shape(node.name()))),
                layer.window(),
                forward);
        told(node, definition);
        Value seen = laid(source, Primitives.wanted(definition, Numbers.SOURCE_OF));
        Value given = laid(delta, Primitives.wanted(definition, Numbers.TARGET_GRADIENT_OF));
        Value product = fresh(Primitives.wanted(definition, Numbers.WEIGHTS_GRADIENT_OF));
        List<Argument> arguments = new ArrayList<>(List.of(
                seen.as(Numbers.SOURCE), given.as(Numbers.TARGET_GRADIENT), product.as(Numbers.WEIGHTS_GRADIENT)));
        Value shifts = vector == null ? null : fresh(vector);
        if (shifts != null) {
            arguments.add(shifts.as(Numbers.BIAS_GRADIENT));
        }
        add(definition, arguments);
        accumulate(layer.weight(), product);
        if (shifts != null) {
            accumulate(Objects.requireNonNull(bias), shifts);
        }
    }

    private void toSource(Node node, Convolution layer, Pointer forward, Pointer any, Pointer plain, Value delta) {
        Pointer definition = training.convolutionToSource(
                new Sides(
                        descriptor(Numbers.ANY, shape(node.input())),
                        any,
                        null,
                        descriptor(Numbers.ANY, shape(node.name()))),
                layer.window(),
                forward);
        told(node, definition);
        Value given = laid(delta, Primitives.wanted(definition, Numbers.TARGET_GRADIENT_OF));
        Pointer wanted = Primitives.wanted(definition, Numbers.WEIGHTS_OF);
        Value result = fresh(Primitives.wanted(definition, Numbers.SOURCE_GRADIENT_OF));
        add(
                definition,
                List.of(
                        given.as(Numbers.TARGET_GRADIENT),
                        new Argument(
                                Numbers.WEIGHTS,
                                wanted,
                                tensors.laid(layer.weight(), plain, wanted, primitives, handles),
                                0),
                        result.as(Numbers.SOURCE_GRADIENT)));
        give(node.input(), result);
    }

    private void normalization(Node node, BatchNorm layer) {
        Node next = onlyReader(node.name());
        boolean clipped = next != null && next.operation().equals(new Activate(Activation.RELU));
        String name = clipped ? Objects.requireNonNull(next).name() : node.name();
        int flags = Numbers.USES_SCALE | Numbers.USES_SHIFT | (clipped ? Numbers.ENDS_IN_RELU : 0);
        Value source = value(node.input());
        Pointer definition = training.normalization(source.descriptor(), layer.epsilon(), flags);
        told(node, definition);
        Pointer vector =
                primitives.descriptor(Numbers.VECTOR, shape(node.name()).channels());
        Value mean = fresh(vector);
        Value variance = fresh(vector);
        Value target = fresh(source.descriptor());
        Block scale = tensors.laid(layer.weight(), vector, vector, primitives, handles);
        Block shift = tensors.laid(layer.bias(), vector, vector, primitives, handles);
        Value workspace = workspace(definition);
        List<Argument> arguments = new ArrayList<>(List.of(
                source.as(Numbers.SOURCE),
                target.as(Numbers.TARGET),
                mean.as(Numbers.MEAN),
                variance.as(Numbers.VARIANCE),
                new Argument(Numbers.SCALE, vector, scale, 0),
                new Argument(Numbers.SHIFT, vector, shift, 0)));
        if (workspace != null) {
            arguments.add(workspace.as(Numbers.WORKSPACE));
        }
        add(definition, arguments);
        kept.add(node.input());
        if (clipped) {
            done.add(name);
        }
        values.put(name, target);
        Shape shape = shape(node.name());
        statistics.add(new TrainingProgram.Statistics(
                layer.mean(),
                layer.variance(),
                mean.block(),
                variance.block(),
                (long) pictures * shape.height() * shape.width()));
        back.push(() -> {
            Pointer reverse = training.normalizationBack(
                    Numbers.BACKWARD, source.descriptor(), layer.epsilon(), flags, definition);
            told(node, reverse);
            Value delta = laid(gradient(name), source.descriptor());
            Value result = fresh(source.descriptor());
            Value scales = fresh(vector);
            Value shifts = fresh(vector);
            List<Argument> all = new ArrayList<>(List.of(
                    source.as(Numbers.SOURCE),
                    mean.as(Numbers.MEAN),
                    variance.as(Numbers.VARIANCE),
                    delta.as(Numbers.TARGET_GRADIENT),
                    new Argument(Numbers.SCALE, vector, scale, 0),
                    result.as(Numbers.SOURCE_GRADIENT),
                    scales.as(Numbers.SCALE_GRADIENT),
                    shifts.as(Numbers.SHIFT_GRADIENT)));
            if (workspace != null) {
                all.add(workspace.as(Numbers.WORKSPACE));
            }
            add(reverse, all);
            accumulate(layer.weight(), scales);
            accumulate(layer.bias(), shifts);
            give(node.input(), result);
        });
    }

    private @Nullable Value workspace(Pointer definition) {
        Pointer descriptor = Primitives.wanted(definition, Numbers.WORKSPACE_OF);
        return Primitives.bytes(descriptor) == 0 ? null : fresh(descriptor);
    }

    /** A normalisation of given mean 0 and variance 1; oneDNN has no quick product with a number for each channel. */
    private void scale(Node node, Scale layer) {
        Node next = onlyReader(node.name());
        boolean clipped = next != null && next.operation().equals(new Activate(Activation.RELU));
        String name = clipped ? Objects.requireNonNull(next).name() : node.name();
        int flags = Numbers.STATISTICS_GIVEN
                | Numbers.USES_SCALE
                | Numbers.USES_SHIFT
                | (clipped ? Numbers.ENDS_IN_RELU : 0);
        Value source = value(node.input());
        Pointer definition = training.normalization(source.descriptor(), 0, flags);
        told(node, definition);
        int channels = shape(node.name()).channels();
        Pointer vector = primitives.descriptor(Numbers.VECTOR, channels);
        float[] ones = new float[channels];
        Arrays.fill(ones, 1);
        Argument mean = fixed(Numbers.MEAN, vector, new float[channels]);
        Argument variance = fixed(Numbers.VARIANCE, vector, ones);
        Argument factors = fixed(Numbers.SCALE, vector, tensors.constant(layer.factor()));
        Argument shifts = fixed(Numbers.SHIFT, vector, tensors.constant(layer.shift()));
        Value target = fresh(source.descriptor());
        Value workspace = workspace(definition);
        List<Argument> arguments = new ArrayList<>(
                List.of(source.as(Numbers.SOURCE), target.as(Numbers.TARGET), mean, variance, factors, shifts));
        if (workspace != null) {
            arguments.add(workspace.as(Numbers.WORKSPACE));
        }
        add(definition, arguments);
        kept.add(node.input());
        if (clipped) {
            done.add(name);
        }
        values.put(name, target);
        back.push(() -> {
            Pointer reverse =
                    training.normalizationBack(Numbers.BACKWARD_OF_DATA, source.descriptor(), 0, flags, definition);
            told(node, reverse);
            Value delta = laid(gradient(name), source.descriptor());
            Value result = fresh(source.descriptor());
            List<Argument> all = new ArrayList<>(List.of(
                    source.as(Numbers.SOURCE),
                    mean,
                    variance,
                    factors,
                    delta.as(Numbers.TARGET_GRADIENT),
                    result.as(Numbers.SOURCE_GRADIENT),
                    fresh(vector).as(Numbers.SCALE_GRADIENT),
                    fresh(vector).as(Numbers.SHIFT_GRADIENT)));
            if (workspace != null) {
                all.add(workspace.as(Numbers.WORKSPACE));
            }
            add(reverse, all);
            give(node.input(), result);
        });
    }

    private Argument fixed(int index, Pointer descriptor, float[] numbers) {
        return new Argument(index, descriptor, Block.fixed(primitives.arranged(numbers, descriptor, descriptor)), 0);
    }

    private void activate(Node node, Activation function) {
        Value source = value(node.input());
        boolean byTarget = TrainingPrimitives.byTarget(function);
        boolean free = byTarget && onlyReader(node.input()) != null && !kept.contains(node.input());
        Value target = free && !source.shared() ? source : fresh(source.descriptor());
        add(
                training.eltwise(function, source.descriptor()),
                List.of(source.as(Numbers.SOURCE), target.as(Numbers.TARGET)));
        values.put(node.name(), target);
        kept.add(byTarget ? node.name() : node.input());
        back.push(() -> {
            Value delta = laid(gradient(node.name()), source.descriptor());
            give(node.input(), derived(function, byTarget ? target : source, delta));
        });
    }

    /** The gradient before a function, from that behind it; over it, where nobody else reads that. */
    private Value derived(Activation function, Value data, Value delta) {
        Value result = over(delta);
        add(
                training.eltwiseBack(function, data.descriptor()),
                List.of(
                        data.as(TrainingPrimitives.byTarget(function) ? Numbers.TARGET : Numbers.SOURCE),
                        delta.as(Numbers.TARGET_GRADIENT),
                        result.as(Numbers.SOURCE_GRADIENT)));
        return result;
    }

    private Value masked(@Nullable Activation function, Value target, Value gradient) {
        return function == null ? gradient : derived(function, target, laid(gradient, target.descriptor()));
    }

    private void pooling(Node node, int algorithm, Window window) {
        Value source = value(node.input());
        Pointer definition =
                training.pooling(algorithm, source.descriptor(), descriptor(Numbers.ANY, node.shape()), window);
        told(node, definition);
        Value target = fresh(Primitives.wanted(definition, Numbers.TARGET_OF));
        Value workspace = workspace(definition);
        List<Argument> arguments = new ArrayList<>(List.of(source.as(Numbers.SOURCE), target.as(Numbers.TARGET)));
        if (workspace != null) {
            arguments.add(workspace.as(Numbers.WORKSPACE));
        }
        add(definition, arguments);
        values.put(node.name(), target);
        back.push(() -> {
            if (node.input().equals(Network.INPUT)) {
                return;
            }
            Value delta = laid(gradient(node.name()), target.descriptor());
            Value result = fresh(source.descriptor());
            Pointer reverse =
                    training.poolingBack(algorithm, source.descriptor(), target.descriptor(), window, definition);
            told(node, reverse);
            List<Argument> all =
                    new ArrayList<>(List.of(delta.as(Numbers.TARGET_GRADIENT), result.as(Numbers.SOURCE_GRADIENT)));
            if (workspace != null) {
                all.add(workspace.as(Numbers.WORKSPACE));
            }
            add(reverse, all);
            give(node.input(), result);
        });
    }

    private void sum(Node node) {
        Fused fused = fused(node.name());
        String one = node.input();
        String other = node.inputs().get(1);
        Value first = value(one);
        Value second = laid(value(other), first.descriptor());
        Value target = isFree(one) && !one.equals(other) ? first : fresh(first.descriptor());
        add(flatly(Numbers.ADD, first, fused.afters()), first, second, target);
        finish(fused, target);
        back.push(() -> {
            Value delta = masked(fused.activation(), target, gradient(fused.name()));
            Value both = Value.shared(delta.descriptor(), delta.block(), delta.offset());
            give(one, both);
            give(other, both);
        });
    }

    /** Combines two values that lie alike, taken as two rows of numbers. */
    private Pointer flatly(int algorithm, Value value, List<After> afters) {
        Pointer flat = flat(value);
        return primitives.binary(algorithm, flat, flat, afters);
    }

    private Pointer flat(Value value) {
        return primitives.descriptor(Numbers.VECTOR, Primitives.bytes(value.descriptor()) / Float.BYTES);
    }

    private void add(Pointer combination, Value first, Value second, Value target) {
        Pointer flat = flat(first);
        add(
                combination,
                List.of(
                        new Argument(Numbers.SOURCE, flat, first.block(), first.offset()),
                        new Argument(Numbers.SECOND_SOURCE, flat, second.block(), second.offset()),
                        new Argument(Numbers.TARGET, flat, target.block(), target.offset())));
    }

    private void product(Node node) {
        String picture = node.input();
        String each = node.inputs().get(1);
        Value first = value(picture);
        Value second = value(each);
        Value target = fresh(first.descriptor());
        Pointer definition = primitives.binary(Numbers.MULTIPLY, first.descriptor(), second.descriptor(), List.of());
        told(node, definition);
        add(definition, List.of(first.as(Numbers.SOURCE), second.as(Numbers.SECOND_SOURCE), target.as(Numbers.TARGET)));
        values.put(node.name(), target);
        kept.add(picture);
        kept.add(each);
        back.push(() -> {
            Value delta = laid(gradient(node.name()), first.descriptor());
            Value products = fresh(first.descriptor());
            add(flatly(Numbers.MULTIPLY, first, List.of()), first, delta, products);
            Shape shape = shape(picture);
            List<After> whole = List.of(new After.Linear(shape.height() * shape.width(), 0));
            Pointer mean = primitives.pooling(
                    Numbers.AVERAGE_WITHOUT_PADDING,
                    products.descriptor(),
                    second.descriptor(),
                    everywhere(shape),
                    whole);
            Value sums = fresh(second.descriptor());
            add(mean, List.of(products.as(Numbers.SOURCE), sums.as(Numbers.TARGET)));
            give(each, sums);
            Value result = over(delta);
            add(
                    primitives.binary(Numbers.MULTIPLY, delta.descriptor(), second.descriptor(), List.of()),
                    List.of(delta.as(Numbers.SOURCE), second.as(Numbers.SECOND_SOURCE), result.as(Numbers.TARGET)));
            give(picture, result);
        });
    }

    private void concat(Node node) {
        List<Value> sources = node.inputs().stream().map(this::value).toList();
        Pointer definition = primitives.concat(
                sources.stream().map(Value::descriptor).toList(), descriptor(Numbers.ANY, node.shape()));
        told(node, definition);
        Value target = fresh(Primitives.wanted(definition, Numbers.TARGET_OF));
        List<Argument> arguments = new ArrayList<>();
        for (int i = 0; i < sources.size(); i++) {
            arguments.add(sources.get(i).as(Numbers.SOURCES + i));
        }
        arguments.add(target.as(Numbers.TARGET));
        add(definition, arguments);
        values.put(node.name(), target);
        back.push(() -> {
            Value delta = gradient(node.name());
            long from = 0;
            for (int i = 0; i < sources.size(); i++) {
                String name = node.inputs().get(i);
                Shape shape = shape(name);
                long[] sizes = {pictures, shape.channels(), shape.height(), shape.width()};
                Pointer part = training.channels(delta.descriptor(), sizes, from);
                if (part == null) {
                    delta = laid(delta, descriptor(Numbers.NCHW, shape(node.name())));
                    part = Objects.requireNonNull(training.channels(delta.descriptor(), sizes, from));
                }
                Value own = fresh(sources.get(i).descriptor());
                copy(Value.shared(part, delta.block(), delta.offset()), own);
                give(name, own);
                from += shape.channels();
            }
        });
    }

    /** What a step and the function that alone reads it give together. */
    private record Fused(String name, @Nullable Activation activation) {
        List<After> afters() {
            return activation == null ? List.of() : List.of(new After.Function(activation));
        }
    }

    /** Takes in a function whose gradient follows from what it gives. */
    private Fused fused(String name) {
        Node next = onlyReader(name);
        if (next != null
                && next.operation() instanceof Activate activate
                && TrainingPrimitives.byTarget(activate.function())) {
            return new Fused(next.name(), activate.function());
        }
        return new Fused(name, null);
    }

    private void finish(Fused fused, Value target) {
        values.put(fused.name(), target);
        if (fused.activation() != null) {
            done.add(fused.name());
            kept.add(fused.name());
        }
    }

    private @Nullable Node onlyReader(String name) {
        List<Node> next = readers.getOrDefault(name, List.of());
        return next.size() == 1 && !stretch.isOutput(name) ? next.get(0) : null;
    }

    /** Whether the step that alone reads a value may write over it. */
    private boolean isFree(String name) {
        return onlyReader(name) != null && !kept.contains(name) && !value(name).shared();
    }

    private Value over(Value delta) {
        return delta.shared() ? fresh(delta.descriptor()) : delta;
    }

    /** Adds to a value's gradient. */
    private void give(String name, Value more) {
        if (name.equals(Network.INPUT)) {
            return;
        }
        Value before = gradients.get(name);
        if (before == null) {
            gradients.put(name, more);
            return;
        }
        Value other = laid(more, before.descriptor());
        Value first = before.shared() ? other : before;
        Value second = before.shared() ? before : other;
        Value target = over(first);
        add(flatly(Numbers.ADD, first, List.of()), first, second, target);
        gradients.put(name, target);
    }

    private Value gradient(String name) {
        return Objects.requireNonNull(gradients.remove(name), name);
    }

    private void accumulate(String tensor, Value product) {
        Copy sum = tensors.trained(tensor).summed(product.descriptor(), handles);
        Value so = new Value(sum.descriptor(), sum.block());
        add(flatly(Numbers.ADD, so, List.of()), so, product, so);
    }

    private Value laid(Value value, Pointer wanted) {
        if (Primitives.same(value.descriptor(), wanted)) {
            return value;
        }
        Value target = fresh(wanted);
        copy(value, target);
        return target;
    }

    private void copy(Value from, Value to) {
        add(
                primitives.reorder(from.descriptor(), to.descriptor()),
                List.of(from.as(Numbers.SOURCE), to.as(Numbers.TARGET)));
        log.debug("a copy of {} bytes", Primitives.bytes(from.descriptor()));
    }

    private void add(Pointer definition, List<Argument> arguments) {
        List<Argument> all = new ArrayList<>(arguments);
        Pointer scratch = Primitives.wanted(definition, Numbers.SCRATCHPAD_OF);
        long bytes = Primitives.bytes(scratch);
        if (bytes > 0) {
            all.add(new Argument(Numbers.SCRATCHPAD, scratch, Block.ofLane(bytes), 0));
        }
        steps.add(new Step(primitives.primitive(definition), all));
    }

    private static void told(Node node, Pointer definition) {
        log.debug("{}: {}", node.name(), Primitives.implementation(definition));
    }

    private Value fresh(Pointer descriptor) {
        return new Value(descriptor, Block.ofLane(Primitives.bytes(descriptor)));
    }

    private Value value(String name) {
        return Objects.requireNonNull(values.get(name), name);
    }

    private Shape shape(String name) {
        return stretch.shape(name);
    }

    private Pointer descriptor(int tag, Shape shape) {
        return primitives.descriptor(tag, pictures, shape.channels(), shape.height(), shape.width());
    }

    private static Window everywhere(Shape shape) {
        return Window.of(shape.height(), shape.width(), 1, 0, 0);
    }
}
