package io.slidestream.networks.onednn;

/**
 * How the weights of a convolution lie in a file: outputs, inputs, height, width; of a grouped one the groups before them.
 *
 * @param tag oneDNN's for the plain order
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record ConvolutionWeights(long[] sizes, int tag) {
    static ConvolutionWeights of(int[] shape, int groups) {
        return groups == 1
                ? new ConvolutionWeights(new long[] {shape[0], shape[1], shape[2], shape[3]}, Numbers.NCHW)
                : new ConvolutionWeights(
                        new long[] {groups, shape[0] / groups, shape[1], shape[2], shape[3]}, Numbers.GROUPS_OIHW);
    }

    /** The dimensions along which outputs differ. */
    int maskOfOutputs() {
        return tag == Numbers.NCHW ? 1 : 3;
    }
}
