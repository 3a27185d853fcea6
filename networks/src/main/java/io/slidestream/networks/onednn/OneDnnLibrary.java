package io.slidestream.networks.onednn;

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Pointer;
import com.sun.jna.ptr.PointerByReference;
import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.util.Map;
import org.bytedeco.javacpp.Loader;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The functions of oneDNN's C interface that are needed, by JNA direct mapping, under their own names. The library
 * is newer than the one inside ND4J, and neither sees the other's symbols.
 *
 * <p>Nothing here guards: a destroyed object kills the process. Only this package may call.
 */
final class OneDnnLibrary {
    /** Read from beside the library that is loaded. */
    private static final String OPEN_MP = "dnnl/%s/libgomp.so.1";
    /** Needed to load, never called: it is for graphics cards. */
    private static final String OPEN_CL = "opencl/%s/libOpenCL.so.1";

    private static final String ONE_DNN = "dnnl/%s/libdnnl.so.3";
    private static final int LAZY_AND_LOCAL = 1;
    private static final Logger log = LoggerFactory.getLogger(OneDnnLibrary.class);

    private static volatile @Nullable NativeLibrary library;

    private OneDnnLibrary() {}

    /** Loads the library, once; says so once where it cannot. */
    static boolean isThere() {
        return Holder.THERE;
    }

    /** Loads when first asked. */
    private static final class Holder {
        static final boolean THERE = load();
    }

    private static boolean load() {
        try {
            unpacked(OPEN_MP);
            open(OPEN_CL);
            NativeLibrary opened = open(ONE_DNN);
            Native.register(OneDnnLibrary.class, opened);
            library = opened;
            return true;
        } catch (IOException | LinkageError e) {
            log.warn(
                    "Networks are computed layer by layer, which takes several times as long: oneDNN cannot be loaded: {}",
                    e.getMessage());
            return false;
        }
    }

    private static NativeLibrary open(String file) throws IOException {
        return NativeLibrary.getInstance(unpacked(file).getPath(), Map.of(Library.OPTION_OPEN_FLAGS, LAZY_AND_LOCAL));
    }

    private static File unpacked(String file) throws IOException {
        String path = "/org/bytedeco/" + file.formatted(Loader.getPlatform());
        URL resource = OneDnnLibrary.class.getResource(path);
        if (resource == null) {
            throw new IOException("no " + path + " on the class path");
        }
        return Loader.cacheResource(resource);
    }

    /** Sets the number of threads of the calling thread's primitives, made and run from now on. */
    static void useThreads(int threads) {
        opened().getFunction("omp_set_num_threads").invokeVoid(new Object[] {threads});
    }

    /** {@code 3.8.1}. */
    static String version() {
        opened();
        Pointer version = dnnl_version();
        return version.getInt(0) + "." + version.getInt(4) + "." + version.getInt(8);
    }

    private static NativeLibrary opened() {
        NativeLibrary opened = library;
        if (opened == null) {
            throw new IllegalStateException("oneDNN is not loaded");
        }
        return opened;
    }

    static native int dnnl_engine_create(PointerByReference engine, int kind, long index);

    static native int dnnl_engine_destroy(Pointer engine);

    static native int dnnl_stream_create(PointerByReference stream, Pointer engine, int flags);

    static native int dnnl_stream_wait(Pointer stream);

    static native int dnnl_stream_destroy(Pointer stream);

    static native int dnnl_memory_desc_create_with_tag(
            PointerByReference descriptor, int dimensions, long[] sizes, int type, int tag);

    static native int dnnl_memory_desc_create_submemory(
            PointerByReference descriptor, Pointer whole, long[] sizes, long[] offsets);

    static native int dnnl_memory_desc_query(Pointer descriptor, int what, PointerByReference result);

    static native int dnnl_memory_desc_equal(Pointer descriptor, Pointer other);

    static native long dnnl_memory_desc_get_size(Pointer descriptor);

    static native int dnnl_memory_desc_destroy(Pointer descriptor);

    static native int dnnl_memory_create(
            PointerByReference memory, Pointer descriptor, Pointer engine, @Nullable Pointer address);

    static native int dnnl_memory_set_data_handle(Pointer memory, Pointer address);

    static native int dnnl_memory_destroy(Pointer memory);

    static native int dnnl_post_ops_create(PointerByReference operations);

    static native int dnnl_post_ops_append_eltwise(Pointer operations, int algorithm, float alpha, float beta);

    static native int dnnl_post_ops_append_sum(Pointer operations, float scale, int zeroPoint, int type);

    static native int dnnl_post_ops_append_binary(Pointer operations, int algorithm, Pointer descriptor);

    static native int dnnl_post_ops_destroy(Pointer operations);

    static native int dnnl_primitive_attr_create(PointerByReference attributes);

    static native int dnnl_primitive_attr_set_scratchpad_mode(Pointer attributes, int mode);

    static native int dnnl_primitive_attr_set_post_ops(Pointer attributes, Pointer operations);

    static native int dnnl_primitive_attr_set_scales_mask(Pointer attributes, int argument, int mask);

    static native int dnnl_primitive_attr_set_zero_points_mask(Pointer attributes, int argument, int mask);

    static native int dnnl_primitive_attr_destroy(Pointer attributes);

    static native int dnnl_convolution_forward_primitive_desc_create(
            PointerByReference definition,
            Pointer engine,
            int kind,
            int algorithm,
            Pointer source,
            Pointer weights,
            @Nullable Pointer bias,
            Pointer target,
            long[] strides,
            long[] dilations,
            long[] before,
            long[] after,
            Pointer attributes);

    static native int dnnl_pooling_forward_primitive_desc_create(
            PointerByReference definition,
            Pointer engine,
            int kind,
            int algorithm,
            Pointer source,
            Pointer target,
            long[] strides,
            long[] kernel,
            long[] dilations,
            long[] before,
            long[] after,
            Pointer attributes);

    static native int dnnl_convolution_backward_data_primitive_desc_create(
            PointerByReference definition,
            Pointer engine,
            int algorithm,
            Pointer sourceGradient,
            Pointer weights,
            Pointer targetGradient,
            long[] strides,
            long[] dilations,
            long[] before,
            long[] after,
            Pointer forward,
            Pointer attributes);

    static native int dnnl_convolution_backward_weights_primitive_desc_create(
            PointerByReference definition,
            Pointer engine,
            int algorithm,
            Pointer source,
            Pointer weightsGradient,
            @Nullable Pointer biasGradient,
            Pointer targetGradient,
            long[] strides,
            long[] dilations,
            long[] before,
            long[] after,
            Pointer forward,
            Pointer attributes);

    static native int dnnl_pooling_backward_primitive_desc_create(
            PointerByReference definition,
            Pointer engine,
            int algorithm,
            Pointer sourceGradient,
            Pointer targetGradient,
            long[] strides,
            long[] kernel,
            long[] dilations,
            long[] before,
            long[] after,
            Pointer forward,
            Pointer attributes);

    static native int dnnl_eltwise_backward_primitive_desc_create(
            PointerByReference definition,
            Pointer engine,
            int algorithm,
            Pointer sourceGradient,
            Pointer targetGradient,
            Pointer data,
            float alpha,
            float beta,
            Pointer forward,
            Pointer attributes);

    static native int dnnl_batch_normalization_forward_primitive_desc_create(
            PointerByReference definition,
            Pointer engine,
            int kind,
            Pointer source,
            Pointer target,
            float epsilon,
            int flags,
            Pointer attributes);

    static native int dnnl_batch_normalization_backward_primitive_desc_create(
            PointerByReference definition,
            Pointer engine,
            int kind,
            Pointer sourceGradient,
            Pointer targetGradient,
            Pointer source,
            float epsilon,
            int flags,
            Pointer forward,
            Pointer attributes);

    static native int dnnl_eltwise_forward_primitive_desc_create(
            PointerByReference definition,
            Pointer engine,
            int kind,
            int algorithm,
            Pointer source,
            Pointer target,
            float alpha,
            float beta,
            Pointer attributes);

    static native int dnnl_binary_primitive_desc_create(
            PointerByReference definition,
            Pointer engine,
            int algorithm,
            Pointer first,
            Pointer second,
            Pointer target,
            Pointer attributes);

    static native int dnnl_lrn_forward_primitive_desc_create(
            PointerByReference definition,
            Pointer engine,
            int kind,
            int algorithm,
            Pointer source,
            Pointer target,
            long size,
            float alpha,
            float beta,
            float k,
            Pointer attributes);

    static native int dnnl_concat_primitive_desc_create(
            PointerByReference definition,
            Pointer engine,
            @Nullable Pointer target,
            int count,
            int dimension,
            Pointer sources,
            Pointer attributes);

    static native int dnnl_reorder_primitive_desc_create(
            PointerByReference definition,
            Pointer source,
            Pointer sourceEngine,
            Pointer target,
            Pointer targetEngine,
            Pointer attributes);

    static native @Nullable Pointer dnnl_primitive_desc_query_md(Pointer definition, int what, int index);

    static native int dnnl_primitive_desc_query(Pointer definition, int what, int index, PointerByReference result);

    static native int dnnl_primitive_desc_destroy(Pointer definition);

    static native int dnnl_primitive_create(PointerByReference primitive, Pointer definition);

    /** By addresses, since it is called for each step of each picture. */
    static native int dnnl_primitive_execute(long primitive, long stream, int count, long arguments);

    static native int dnnl_primitive_destroy(Pointer primitive);

    static native int dnnl_get_effective_cpu_isa();

    static native Pointer dnnl_version();
}
