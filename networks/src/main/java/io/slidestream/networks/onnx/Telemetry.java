package io.slidestream.networks.onnx;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;

/**
 * Telemetry that ONNX Runtime 1.29.0 gathers about the process that makes its environment, to send it to its makers.
 * Nothing of a laboratory leaves it through us. The gathering also matches the command line, class path and slides
 * included, with a recursive regular expression: some four thousand characters overflow a thread's stack and end the
 * JVM without a word.
 *
 * <p>The only switch that is read before all this is a variable of the environment, which a JVM cannot set for itself but
 * through the C library.
 */
final class Telemetry {
    private static final String VARIABLE = "ORT_DISABLE_TELEMETRY";

    private Telemetry() {}

    /** Switches telemetry off, whatever the variable is set to; call before the environment is made. */
    static void off() {
        Function setenv = NativeLibrary.getInstance("c").getFunction("setenv");
        int result = setenv.invokeInt(new Object[] {VARIABLE, "1", 1});
        if (result != 0) {
            throw new IllegalStateException(VARIABLE + " could not be set: setenv answered " + result);
        }
    }
}
