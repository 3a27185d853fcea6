package io.slidestream.networks.onednn;

import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import io.slidestream.networks.graph.Activation;
import io.slidestream.networks.graph.Window;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** Makes oneDNN's primitives and descriptors of memory, for one picture, in floats. */
final class Primitives {
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

    Pointer descriptor(int tag, long... sizes) {
        return handles.make(
                "describe " + Arrays.toString(sizes),
                made -> OneDnnLibrary.dnnl_memory_desc_create_with_tag(made, sizes.length, sizes, Numbers.FLOATS, tag),
                OneDnnLibrary::dnnl_memory_desc_destroy);
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

        /** Adds what is there already. */
        record Sum() implements After {}

        /** Adds a number for each channel. */
        record Shift(Pointer descriptor) implements After {}

        /** Multiplies by a number. */
        record Times(float factor) implements After {}
    }

    /** Makes a definition, with what comes after in it. */
    Pointer definition(String what, List<After> afters, Creation creation) {
        try (Handles brief = new Handles()) {
            Pointer attributes = brief.make(
                    "hold attributes",
                    OneDnnLibrary::dnnl_primitive_attr_create,
                    OneDnnLibrary::dnnl_primitive_attr_destroy);
            Handles.check(
                    "take memory for scratch",
                    OneDnnLibrary.dnnl_primitive_attr_set_scratchpad_mode(attributes, Numbers.SCRATCHPAD_OF_USER));
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
        } else if (after instanceof After.Times times) {
            Handles.check(
                    "append a factor",
                    OneDnnLibrary.dnnl_post_ops_append_eltwise(operations, Numbers.LINEAR, times.factor(), 0));
        } else if (after instanceof After.Shift shift) {
            Handles.check(
                    "append a shift",
                    OneDnnLibrary.dnnl_post_ops_append_binary(operations, Numbers.ADD, shift.descriptor()));
        } else {
            Handles.check("append a sum", OneDnnLibrary.dnnl_post_ops_append_sum(operations, 1, 0, 0));
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

    Pointer convolution(Sides sides, Window window, List<After> afters) {
        return definition(
                "convolve",
                afters,
                (made, attributes) -> OneDnnLibrary.dnnl_convolution_forward_primitive_desc_create(
                        made,
                        engine,
                        Numbers.INFERENCE,
                        Numbers.DIRECT,
                        sides.source(),
                        sides.weights(),
                        sides.bias(),
                        sides.target(),
                        pair(window.stride(), window.stride()),
                        pair(window.dilation() - 1, window.dilation() - 1),
                        pair(window.top(), window.left()),
                        pair(window.bottom(), window.right()),
                        attributes));
    }

    Pointer pooling(int algorithm, Pointer source, Pointer target, Window window, List<After> afters) {
        return definition(
                "pool",
                afters,
                (made, attributes) -> OneDnnLibrary.dnnl_pooling_forward_primitive_desc_create(
                        made,
                        engine,
                        Numbers.INFERENCE,
                        algorithm,
                        source,
                        target,
                        pair(window.stride(), window.stride()),
                        pair(window.height(), window.width()),
                        pair(0, 0),
                        pair(window.top(), window.left()),
                        pair(window.bottom(), window.right()),
                        attributes));
    }

    Pointer eltwise(Activation activation, Pointer descriptor) {
        Eltwise eltwise = Eltwise.of(activation);
        return definition(
                "compute " + activation,
                List.of(),
                (made, attributes) -> OneDnnLibrary.dnnl_eltwise_forward_primitive_desc_create(
                        made,
                        engine,
                        Numbers.INFERENCE,
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
        return definition(
                "reorder",
                List.of(),
                (made, attributes) -> OneDnnLibrary.dnnl_reorder_primitive_desc_create(
                        made, source, engine, target, engine, attributes));
    }

    /** Numbers in memory, in the order that is wanted. */
    Pointer arranged(float[] numbers, Pointer plain, Pointer wanted) {
        Pointer result = handles.memory(bytes(wanted));
        if (same(plain, wanted)) {
            result.write(0, numbers, 0, numbers.length);
            return result;
        }
        try (Handles brief = new Handles()) {
            Pointer source = brief.memory((long) numbers.length * Float.BYTES);
            source.write(0, numbers, 0, numbers.length);
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

    static long[] pair(long vertical, long horizontal) {
        return new long[] {vertical, horizontal};
    }
}
