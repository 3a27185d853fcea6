package io.slidestream.networks.onednn;

/** Numbers of oneDNN's C interface (dnnl_types.h, version 3.8). */
final class Numbers {
    static final int CPU = 1;
    static final int STREAM_IN_ORDER = 1;
    static final int FLOATS = 3;
    static final int INTEGERS = 4;
    static final int SIGNED_BYTES = 5;
    static final int BYTES = 6;
    static final int INFERENCE = 96;
    static final int TRAINING = 64;
    static final int BACKWARD = 128;
    static final int BACKWARD_OF_DATA = 160;
    static final int UNIMPLEMENTED = 3;
    static final int SCRATCHPAD_OF_USER = 1;
    /** At least 512 bits wide: channels lie by sixteens. */
    static final int AVX512 = 39;
    /** Products of bytes are added up in 32 bits; without it in pairs of 16, which overflow. */
    static final int VNNI_AVX512 = 103;

    static final int VNNI_AVX2 = 15;

    static final int ANY = 1;
    static final int VECTOR = 2;
    static final int NCHW = 5;
    static final int NHWC = 22;
    static final int GROUPS_OIHW = 6;
    static final int BY_SIXTEENS = 78;
    static final int BY_EIGHTS = 102;

    static final int DIRECT = 1;
    static final int RELU = 32;
    static final int SIGMOID = 41;
    static final int SWISH = 44;
    static final int ROUND = 50;
    static final int CLIP = 46;
    static final int HARD_SIGMOID = 40;
    static final int HARD_SWISH = 52;
    static final int GELU = 49;
    static final int LINEAR = 38;
    /** Those whose gradient follows from what they gave. */
    static final int RELU_BY_TARGET = 256;

    static final int SIGMOID_BY_TARGET = 260;
    static final int CLIP_BY_TARGET = 262;
    static final int MAXIMUM = 511;
    static final int AVERAGE_WITH_PADDING = 767;
    static final int AVERAGE_WITHOUT_PADDING = 1023;
    static final int LRN_ACROSS_CHANNELS = 2815;
    static final int ADD = 131056;
    static final int MULTIPLY = 131057;

    static final int STATISTICS_GIVEN = 1;
    static final int USES_SCALE = 2;
    static final int USES_SHIFT = 4;
    static final int ENDS_IN_RELU = 8;

    static final int IMPLEMENTATION = 8;
    static final int SIZES = 257;
    static final int SOURCE_OF = 129;
    static final int SOURCE_GRADIENT_OF = 130;
    static final int WEIGHTS_OF = 131;
    static final int WEIGHTS_GRADIENT_OF = 132;
    static final int TARGET_OF = 133;
    static final int TARGET_GRADIENT_OF = 134;
    static final int WORKSPACE_OF = 135;
    static final int SCRATCHPAD_OF = 136;

    static final int SOURCE = 1;
    static final int SECOND_SOURCE = 2;
    static final int TARGET = 17;
    static final int WEIGHTS = 33;
    static final int BIAS = 41;
    static final int MEAN = 49;
    static final int VARIANCE = 50;
    static final int SCALE = 51;
    static final int SHIFT = 52;
    static final int WORKSPACE = 64;
    static final int SCRATCHPAD = 80;
    static final int SOURCE_GRADIENT = 129;
    static final int TARGET_GRADIENT = 145;
    static final int WEIGHTS_GRADIENT = 161;
    static final int BIAS_GRADIENT = 169;
    static final int SCALE_GRADIENT = 255;
    static final int SHIFT_GRADIENT = 256;
    static final int SOURCES = 1024;
    /** Scales of an argument. */
    static final int SCALES = 4096;
    /** Zero points of an argument. */
    static final int ZERO_POINTS = 8192;
    /** Of the first operation after the primitive's own; of the next twice as much. */
    static final int OPERAND_AFTER = 32768;

    private Numbers() {}
}
