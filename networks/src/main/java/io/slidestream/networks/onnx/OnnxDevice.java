package io.slidestream.networks.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtProvider;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.providers.OrtCUDAProviderOptions;
import io.slidestream.networks.engine.DeviceUnavailableException;
import io.slidestream.networks.engine.Place;

/** Puts a session on a device. ONNX Runtime would go on without a GPU that it cannot use; here it stops. */
final class OnnxDevice {
    private static final String WITH_ERROR = "with error: ";

    private OnnxDevice() {}

    /** @throws DeviceUnavailableException if the device cannot be used, saying why */
    static void use(Place place, OrtSession.SessionOptions options) {
        switch (place.device()) {
            case CPU -> {}
            case CUDA -> useGpu(place.card(), options);
        }
    }

    private static void useGpu(int card, OrtSession.SessionOptions options) {
        if (!OrtEnvironment.getAvailableProviders().contains(OrtProvider.CUDA)) {
            throw new DeviceUnavailableException("this build's ONNX Runtime computes on the processor only: build it"
                    + " with `mvn -Ponnxruntime-cuda package`, or choose the device cpu (--device cpu, or"
                    + " inference.device=cpu)");
        }
        try (OrtCUDAProviderOptions gpu = new OrtCUDAProviderOptions(card)) {
            gpu.add("cudnn_conv_algo_search", "HEURISTIC"); // by what it measures, each process chose its own sums
            gpu.add("use_tf32", "0"); // faster, and a tile's scores would depend on its company
            options.addCUDA(gpu);
        } catch (OrtException e) {
            throw new DeviceUnavailableException(
                    "ONNX Runtime cannot use GPU " + card + " here: " + reason(e)
                            + ". It needs NVIDIA's driver, the libraries"
                            + " of CUDA 12.8 or a later 12 and of cuDNN 9, and a card of compute capability 6.0 or"
                            + " higher; or choose the device cpu (--device cpu, or inference.device=cpu)",
                    e);
        }
    }

    /** Reason of the failure, without positions in ONNX Runtime's sources. */
    private static String reason(OrtException e) {
        String message = String.valueOf(e.getMessage()).strip();
        int error = message.lastIndexOf(WITH_ERROR);
        return error < 0 ? message : message.substring(error + WITH_ERROR.length());
    }
}
