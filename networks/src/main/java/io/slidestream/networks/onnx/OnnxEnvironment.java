package io.slidestream.networks.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtLoggingLevel;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * ONNX Runtime's environment, one for the process, which stays until the process has ended.
 *
 * <p>As shipped, version 1.29.0 frees it in a shutdown hook. Hooks run side by side, so that a batch which a worker
 * finishes in its own hook met freed memory and ended the JVM with SIGSEGV (microsoft/onnxruntime issue 31352). The
 * environment counts its users; being one more, through the binding's own constructor of handles, keeps it. No public
 * method does that without another hook.
 */
final class OnnxEnvironment {
    private static @Nullable OrtEnvironment kept;

    private OnnxEnvironment() {}

    /** @throws IllegalStateException if the binding is not one this was written for */
    static synchronized OrtEnvironment get() {
        OrtEnvironment environment = kept;
        if (environment == null) {
            Telemetry.off();
            environment = OrtEnvironment.getEnvironment(OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR);
            keep();
            kept = environment;
        }
        return environment;
    }

    private static void keep() {
        try {
            Field api = Class.forName("ai.onnxruntime.OnnxRuntime").getDeclaredField("ortApiHandle");
            api.setAccessible(true);
            Method create = OrtEnvironment.class.getDeclaredMethod("createHandle", long.class, int.class, String.class);
            create.setAccessible(true);
            create.invoke(
                    null,
                    api.getLong(null),
                    OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR.getValue(),
                    OrtEnvironment.DEFAULT_NAME);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("onnxruntime is not version 1.29.0, or is not on the class path", e);
        }
    }
}
