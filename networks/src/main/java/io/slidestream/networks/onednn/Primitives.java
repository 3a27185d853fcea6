package io.slidestream.networks.onednn;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.ByteScale;
import io.slidestream.networks.graph.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Makes oneDNN's primitives and descriptors of memory. */
final class Primitives {
    /** One picture, channels, rows, columns. */
    private static final int PICTURE_SIZES = 4;

    private final Handles handles;
    private final Pointer engine;

    /** @param handles of all that is made here */
    Primitives(Handles handles) {
        this.handles = handles;
        engine = handles.make(
                "open its engine",
                made -> OneDnnLibrary.dnnl_engine_create(made, Numbers.CPU, 0),
                OneDnnLibrary::dnnl_engine_destroy);
    }

    Pointer engine() {
        return engine;
    }

    /** How many channels lie together. */
    int channelsTogether() {
        boolean wide = (OneDnnLibrary.dnnl_get_effective_cpu_isa() & Numbers.AVX512) == Numbers.AVX512;
        return wide ? 16 : 8;
    }

    /** Whether products of bytes are added up exactly. */
    static boolean addsBytesExactly() {
        int units = OneDnnLibrary.dnnl_get_effective_cpu_isa();
        return (units & Numbers.VNNI_AVX512) == Numbers.VNNI_AVX512 || (units & Numbers.VNNI_AVX2) == Numbers.VNNI_AVX2;
    }

    /** A descriptor of floats. */
    Pointer descriptor(int tag, long... sizes) {
        return typed(Numbers.FLOATS, tag, sizes);
    }

    Pointer typed(int type, int tag, long... sizes) {
        return handles.make(
                "describe " + Arrays.toString(sizes),
                made -> OneDnnLibrary.dnnl_memory_desc_create_with_tag(made, sizes.length, sizes, type, tag),
                OneDnnLibrary::dnnl_memory_desc_destroy);
    }

    /** Some of the channels of a picture, where they lie among the others. */
    Pointer channelsOf(Pointer picture, int from, int count) {
        long[] sizes = sizes(picture);
        sizes[1] = count;
        long[] offsets = {0, from, 0, 0};
        return handles.make(
                "take channels",
                made -> OneDnnLibrary.dnnl_memory_desc_create_submemory(made, picture, sizes, offsets),
                OneDnnLibrary::dnnl_memory_desc_destroy);
    }

    /** Number of a picture's channels. */
    static int channels(Pointer picture) {
        return (int) sizes(picture)[1];
    }

    private static long[] sizes(Pointer descriptor) {
        PointerByReference sizes = new PointerByReference();
        Handles.check("tell sizes", OneDnnLibrary.dnnl_memory_desc_query(descriptor, Numbers.SIZES, sizes));
        return sizes.getValue().getLongArray(0, PICTURE_SIZES);
    }

    static boolean same(Pointer descriptor, Pointer other) {
        return OneDnnLibrary.dnnl_memory_desc_equal(descriptor, other) != 0;
    }

    static long bytes(Pointer descriptor) {
        return OneDnnLibrary.dnnl_memory_desc_get_size(descriptor);
    }

    /** What a primitive wants or gives, {@link Numbers#SOURCE_OF} and the like; valid as long as its definition. */
    static Pointer wanted(Pointer definition, int what) {
        return Objects.requireNonNull(OneDnnLibrary.dnnl_primitive_desc_query_md(definition, what, 0));
    }

    /** Name of the implementation that was chosen. */
    static String implementation(Pointer definition) {
        PointerByReference name = new PointerByReference();
        Handles.check(
                "say what it chose",
                OneDnnLibrary.dnnl_primitive_desc_query(definition, Numbers.IMPLEMENTATION, 0, name));
        return name.getValue().getString(0);
    }

    Pointer primitive(Pointer definition) {
        return handles.make(
                "make a primitive",
                made -> OneDnnLibrary.dnnl_primitive_create(made, definition),
                OneDnnLibrary::dnnl_primitive_destroy);
    }

    /** What is done to each number before it is written. */
    sealed interface After {
        /** A function of it. */
        record Function(Activation activation) implements After {}

        /** Adds what is there already, times a factor. */
        record Sum(float factor) implements After {}

        /** Multiplies and adds. */
        record Linear(float factor, float shift) implements After {}

        record Clip(float least, float most) implements After {}

        /** To the nearest whole number. */
        record Round() implements After {}

        /** Makes bytes of it, and floats again. */
        record Bytes(ByteScale scale) implements After {
            /** What that is of a number in such units. */
            List<After> steps(double unit) {
                double step = scale.scale() / unit;
                return List.of(
                        new Linear((float) (1 / step), scale.zero()),
                        new Round(),
                        new Clip(0, ByteScale.LARGEST),
                        new Linear((float) step, (float) (-scale.zero() * step)));
            }
        }

        /** Adds a number for each channel. */
        record Shift(Pointer descriptor) implements After {}
    }

    /**
     * Numbers that a primitive takes with each run.
     *
     * @param argument {@link Numbers#SCALES} or {@link Numbers#ZERO_POINTS}, and the argument they are of
     * @param mask of the dimensions along which they differ
     */
    record Given(int argument, int mask) {
        static Given scale(int argument) {
            return new Given(Numbers.SCALES | argument, 0);
        }

        static Given zero(int argument) {
            return new Given(Numbers.ZERO_POINTS | argument, 0);
        }

        private int set(Pointer attributes) {
            return (argument & Numbers.SCALES) != 0
                    ? OneDnnLibrary.dnnl_primitive_attr_set_scales_mask(attributes, argument & ~Numbers.SCALES, mask)
                    : OneDnnLibrary.dnnl_primitive_attr_set_zero_points_mask(
                            attributes, argument & ~Numbers.ZERO_POINTS, mask);
        }
    }

    Pointer definition(String what, List<After> afters, Creation creation) {
        return definition(what, afters, List.of(), creation);
    }

    /** Makes a definition, with what comes after in it. */
    private Pointer definition(String what, List<After> afters, List<Given> given, Creation creation) {
        try (Handles brief = new Handles()) {
            Pointer attributes = brief.make(
                    "hold attributes",
                    OneDnnLibrary::dnnl_primitive_attr_create,
                    OneDnnLibrary::dnnl_primitive_attr_destroy);
            Handles.check(
                    "take memory for scratch",
                    OneDnnLibrary.dnnl_primitive_attr_set_scratchpad_mode(attributes, Numbers.SCRATCHPAD_OF_USER));
            given.forEach(one -> Handles.check("take scales", one.set(attributes)));
            Pointer operations = brief.make(
                    "hold operations", OneDnnLibrary::dnnl_post_ops_create, OneDnnLibrary::dnnl_post_ops_destroy);
            afters.forEach(after -> append(operations, after));
            Handles.check("take operations", OneDnnLibrary.dnnl_primitive_attr_set_post_ops(attributes, operations));
            ToIntFunction<PointerByReference> create = made -> creation.create(made, attributes);
            return handles.make(what, create, OneDnnLibrary::dnnl_primitive_desc_destroy);
        }
    }

    /** A call that makes a definition. */
    interface Creation {
        int create(PointerByReference made, Pointer attributes);
    }

    private static void append(Pointer operations, After after) {
        if (after instanceof After.Function function) {
            Eltwise eltwise = Eltwise.of(function.activation());
            Handles.check(
                    "append " + function.activation(),
                    OneDnnLibrary.dnnl_post_ops_append_eltwise(
                            operations, eltwise.algorithm(), eltwise.alpha(), eltwise.beta()));
        } else if (after instanceof After.Shift shift) {
            Handles.check(
                    "append a shift",
                    OneDnnLibrary.dnnl_post_ops_append_binary(operations, Numbers.ADD, shift.descriptor()));
        } else if (after instanceof After.Bytes bytes) {
            bytes.steps(1).forEach(step -> append(operations, step));
        } else if (after instanceof After.Round) {
            Handles.check(
                    "append a rounding", OneDnnLibrary.dnnl_post_ops_append_eltwise(operations, Numbers.ROUND, 0, 0));
        } else if (after instanceof After.Linear linear) {
            Handles.check(
                    "append a factor",
                    OneDnnLibrary.dnnl_post_ops_append_eltwise(
                            operations, Numbers.LINEAR, linear.factor(), linear.shift()));
        } else if (after instanceof After.Clip clip) {
            Handles.check(
                    "append a clip",
                    OneDnnLibrary.dnnl_post_ops_append_eltwise(operations, Numbers.CLIP, clip.least(), clip.most()));
        } else if (after instanceof After.Sum sum) {
            Handles.check("append a sum", OneDnnLibrary.dnnl_post_ops_append_sum(operations, sum.factor(), 0, 0));
        }
    }

    /** oneDNN's name of a function and its two parameters. */
    record Eltwise(int algorithm, float alpha, float beta) {
        static Eltwise of(Activation activation) {
            return switch (activation) {
                case RELU -> new Eltwise(Numbers.RELU, 0, 0);
                case RELU6 -> new Eltwise(Numbers.CLIP, 0, 6);
                case SILU -> new Eltwise(Numbers.SWISH, 1, 0);
                case SIGMOID -> new Eltwise(Numbers.SIGMOID, 0, 0);
                case HARD_SIGMOID -> new Eltwise(Numbers.HARD_SIGMOID, 1f / 6, 0.5f);
                case HARD_SWISH -> new Eltwise(Numbers.HARD_SWISH, 1f / 6, 0.5f);
                case GELU -> new Eltwise(Numbers.GELU, 0, 0);
            };
        }
    }

    /** The four descriptors of a convolution, of which any may leave the layout to oneDNN. */
    record Sides(Pointer source, Pointer weights, @Nullable Pointer bias, Pointer target) {}

    Pointer convolution(Sides sides, Window window, List<After> afters, List<Given> given) {
        return convolution(Numbers.INFERENCE, sides, window, afters, given);
    }

    /** @param use {@link Numbers#INFERENCE} or {@link Numbers#TRAINING} */
    Pointer convolution(int use, Sides sides, Window window, List<After> afters, List<Given> given) {
        WindowSizes sizes = WindowSizes.of(window);
        return definition(
                "convolve",
                afters,
                given,
                (made, attributes) -> OneDnnLibrary.dnnl_convolution_forward_primitive_desc_create(
                        made,
                        engine,
                        use,
                        Numbers.DIRECT,
                        sides.source(),
                        sides.weights(),
                        sides.bias(),
                        sides.target(),
                        sizes.stride(),
                        sizes.dilation(),
                        sizes.before(),
                        sizes.after(),
                        attributes));
    }

    Pointer pooling(PoolingKind kind, Pointer source, Pointer target, List<After> afters) {
        return pooling(Numbers.INFERENCE, kind, source, target, afters);
    }

    /** @param use {@link Numbers#INFERENCE} or {@link Numbers#TRAINING} */
    Pointer pooling(int use, PoolingKind kind, Pointer source, Pointer target, List<After> afters) {
        WindowSizes sizes = WindowSizes.of(kind.window());
        return definition(
                "pool",
                afters,
                (made, attributes) -> OneDnnLibrary.dnnl_pooling_forward_primitive_desc_create(
                        made,
                        engine,
                        use,
                        kind.algorithm(),
                        source,
                        target,
                        sizes.stride(),
                        sizes.kernel(),
                        PoolingKind.NO_GAPS,
                        sizes.before(),
                        sizes.after(),
                        attributes));
    }

    Pointer eltwise(Activation activation, Pointer descriptor) {
        return eltwise(Numbers.INFERENCE, activation, Eltwise.of(activation), descriptor);
    }

    /** @param use {@link Numbers#INFERENCE} or {@link Numbers#TRAINING} */
    Pointer eltwise(int use, Activation activation, Eltwise eltwise, Pointer descriptor) {
        return definition(
                "compute " + activation,
                List.of(),
                (made, attributes) -> OneDnnLibrary.dnnl_eltwise_forward_primitive_desc_create(
                        made,
                        engine,
                        use,
                        eltwise.algorithm(),
                        descriptor,
                        descriptor,
                        eltwise.alpha(),
                        eltwise.beta(),
                        attributes));
    }

    /** Of two values, the second with as many numbers or with one for each channel; gives them as the first lie. */
    Pointer binary(int algorithm, Pointer first, Pointer second, List<After> afters) {
        return definition(
                "combine two",
                afters,
                (made, attributes) -> OneDnnLibrary.dnnl_binary_primitive_desc_create(
                        made, engine, algorithm, first, second, first, attributes));
    }

    Pointer localResponse(Pointer descriptor) {
        return definition(
                "normalise",
                List.of(),
                (made, attributes) -> OneDnnLibrary.dnnl_lrn_forward_primitive_desc_create(
                        made,
                        engine,
                        Numbers.INFERENCE,
                        Numbers.LRN_ACROSS_CHANNELS,
                        descriptor,
                        descriptor,
                        5,
                        1e-4f,
                        0.75f,
                        1,
                        attributes));
    }

    Pointer concat(List<Pointer> sources, Pointer target) {
        try (Handles brief = new Handles()) {
            Pointer list = brief.memory((long) sources.size() * Native.POINTER_SIZE);
            for (int i = 0; i < sources.size(); i++) {
                list.setPointer((long) i * Native.POINTER_SIZE, sources.get(i));
            }
            return definition(
                    "join",
                    List.of(),
                    (made, attributes) -> OneDnnLibrary.dnnl_concat_primitive_desc_create(
                            made, engine, target, sources.size(), 1, list, attributes));
        }
    }

    Pointer reorder(Pointer source, Pointer target) {
        return reorder(source, target, List.of());
    }

    Pointer reorder(Pointer source, Pointer target, List<Given> given) {
        return definition(
                "reorder",
                List.of(),
                given,
                (made, attributes) -> OneDnnLibrary.dnnl_reorder_primitive_desc_create(
                        made, source, engine, target, engine, attributes));
    }

    /** Numbers in memory, as they are. */
    Pointer kept(float... numbers) {
        Pointer result = handles.memory((long) numbers.length * Float.BYTES);
        result.write(0, numbers, 0, numbers.length);
        return result;
    }

    /** A whole number in memory. */
    Pointer kept(int number) {
        Pointer result = handles.memory(Integer.BYTES);
        result.setInt(0, number);
        return result;
    }

    /** Numbers in memory, in the order that is wanted. */
    Pointer arranged(float[] numbers, Pointer plain, Pointer wanted) {
        return arranged(plain, wanted, memory -> memory.write(0, numbers, 0, numbers.length));
    }

    /** The same of bytes. */
    Pointer arranged(byte[] numbers, Pointer plain, Pointer wanted) {
        return arranged(plain, wanted, memory -> memory.write(0, numbers, 0, numbers.length));
    }

    private Pointer arranged(Pointer plain, Pointer wanted, Consumer<Pointer> numbers) {
        Pointer result = handles.memory(bytes(wanted));
        if (same(plain, wanted)) {
            numbers.accept(result);
            return result;
        }
        try (Handles brief = new Handles()) {
            Pointer source = brief.memory(bytes(plain));
            numbers.accept(source);
            Primitives own = new Primitives(brief, engine);
            Pointer definition = own.reorder(plain, wanted);
            Block from = Block.fixed(source);
            Block to = Block.fixed(result);
            Pointer scratch = wanted(definition, Numbers.SCRATCHPAD_OF);
            Step step = new Step(
                    own.primitive(definition),
                    List.of(
                            new Step.Argument(Numbers.SOURCE, plain, from, 0),
                            new Step.Argument(Numbers.TARGET, wanted, to, 0),
                            new Step.Argument(Numbers.SCRATCHPAD, scratch, Block.ofLane(bytes(scratch)), 0)));
            try (Lane lane = new Lane(Program.of(engine, List.of(step), brief))) {
                lane.run(source, result);
            }
        }
        return result;
    }

    private Primitives(Handles handles, Pointer engine) {
        this.handles = handles;
        this.engine = engine;
    }
}
