package io.slidestream.networks.dl4j;

import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * Number of threads that the native libraries use.
 *
 * <p>OpenMP, and with it oneDNN, keeps the number by calling thread, OpenBLAS and ND4J by process. So it is set before
 * each run, and engines of one process should agree on it.
 */
final class NativeThreads {
    /** What OpenBLAS was told last: with each telling JavaCPP looks for the library anew. */
    private static volatile int ofBlas;

    private NativeThreads() {}

    /** Sets the number for the calling thread. */
    static void use(int threads) {
        Nd4j.getEnvironment().setMaxThreads(threads);
        Nd4j.getEnvironment().setMaxMasterThreads(threads);
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
        if (!Nd4jDevice.isGpu() && ofBlas != threads) {
            Nd4j.factory().blas().setMaxThreads(threads);
            ofBlas = threads;
        }
    }
}
