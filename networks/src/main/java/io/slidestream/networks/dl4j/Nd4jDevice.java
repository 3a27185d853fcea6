package io.slidestream.networks.dl4j;

import io.slidestream.networks.engine.Device;
import io.slidestream.networks.engine.DeviceUnavailableException;
import org.jspecify.annotations.Nullable;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.factory.Nd4jBackend;

/*
 * ND4J takes one backend for the whole process, when its first class is used: of those on the class path the one with the
 * highest priority that says it is available. One that is not is passed over in silence, so the GPU is asked for here
 * first, and what was taken is looked at afterwards.
 */
/** The device that Deeplearning4j computes on. */
final class Nd4jDevice {
    private static final String CUDA_BACKEND = "org.nd4j.linalg.jcublas.JCublasBackend";
    private static final String CUDA_LIBRARY = "org.bytedeco.cuda.global.cudart";

    private Nd4jDevice() {}

    /** @throws DeviceUnavailableException unless Deeplearning4j computes on that device in this process */
    static void use(Device device) {
        if (device == Device.CUDA) {
            checkGpu();
        }
        if (isGpu() && device == Device.CPU) {
            throw new DeviceUnavailableException(
                    "this build's Deeplearning4j computes on the GPU: choose the device cuda"
                            + " (--device cuda, or inference.device=cuda), or set BACKEND_PRIORITY_CPU=200 in the environment");
        }
        if (!isGpu() && device == Device.CUDA) {
            throw new DeviceUnavailableException(
                    "Deeplearning4j computes on the processor although a GPU was asked for;"
                            + " take BACKEND_PRIORITY_CPU out of the environment, or choose the device cpu");
        }
    }

    static boolean isGpu() {
        return Nd4j.getBackend().getClass().getName().equals(CUDA_BACKEND);
    }

    static Device device() {
        return isGpu() ? Device.CUDA : Device.CPU;
    }

    /** Library that computes the convolutions. */
    static String library() {
        return isGpu() ? "CUDA" : "oneDNN";
    }

    /** Looks for itself: ND4J's own look prints what it meets and answers no. */
    private static void checkGpu() {
        try {
            Class<?> backend = Class.forName(CUDA_BACKEND);
            int[] gpus = {0};
            Class.forName(CUDA_LIBRARY)
                    .getMethod("cudaGetDeviceCount", int[].class)
                    .invoke(null, (Object) gpus);
            if (gpus[0] < 1) {
                throw unusable("there is no GPU of NVIDIA", null);
            }
            if (!((Nd4jBackend) backend.getDeclaredConstructor().newInstance()).isAvailable()) {
                throw unusable("ND4J cannot load its CUDA library", null);
            }
        } catch (ClassNotFoundException e) {
            throw new DeviceUnavailableException("this build's Deeplearning4j computes on the processor only: build it"
                    + " with `mvn -Pcuda package`, or choose the device cpu (--device cpu, or inference.device=cpu)");
        } catch (ReflectiveOperationException | LinkageError | RuntimeException e) {
            throw e instanceof DeviceUnavailableException known ? known : unusable(reason(e), e);
        }
    }

    private static DeviceUnavailableException unusable(String why, @Nullable Throwable cause) {
        String message = "Deeplearning4j cannot use a GPU here: " + why + ". It needs NVIDIA's driver, the libraries of"
                + " CUDA 11 and a card of compute capability 3.7 to 8.9 (K80 to L4, no H100); or choose the device cpu"
                + " (--device cpu, or inference.device=cpu)";
        return cause == null ? new DeviceUnavailableException(message) : new DeviceUnavailableException(message, cause);
    }

    /** The innermost message, without the path of the library that lacks another. */
    private static String reason(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        String message = String.valueOf(cause.getMessage());
        int missing = message.indexOf(".so: ");
        return cause instanceof LinkageError && missing >= 0 ? message.substring(missing + ".so: ".length()) : message;
    }
}
