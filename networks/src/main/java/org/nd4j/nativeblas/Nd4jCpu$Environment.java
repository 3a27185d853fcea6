package org.nd4j.nativeblas;

/**
 * The class that Deeplearning4j 1.0.0-M2.1 asks, by this name and by reflection, whether oneDNN may be used.
 *
 * <p>ND4J had it as a nested class up to the release before and dropped it; without it every layer's oneDNN helper
 * declines and networks run at an eighth of the speed. A top-level class whose name holds a dollar sign answers to the
 * same binary name.
 */
@SuppressWarnings({"checkstyle:TypeName", "unused", "UnusedVariable"}) // found by reflection only
public final class Nd4jCpu$Environment {
    private static final Nd4jCpu$Environment INSTANCE = new Nd4jCpu$Environment();

    private Nd4jCpu$Environment() {}

    public static Nd4jCpu$Environment getInstance() {
        return INSTANCE;
    }

    public boolean isUseMKLDNN() {
        return true;
    }
}
