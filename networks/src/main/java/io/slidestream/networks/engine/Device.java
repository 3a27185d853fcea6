package io.slidestream.networks.engine;

import java.util.Arrays;
import java.util.List;

/** The device that computes a network. */
public enum Device {
    /** The processor. */
    CPU("cpu"),
    /** A GPU of NVIDIA; needs a build with the profile of the engine that is to use it. */
    CUDA("cuda");

    private final String label;

    Device(String label) {
        this.label = label;
    }

    /** The name in options and configuration. */
    public String label() {
        return label;
    }

    public static List<String> labels() {
        return Arrays.stream(values()).map(Device::label).toList();
    }

    /**
     * The device of that name.
     *
     * @throws IllegalArgumentException for an unknown name, listing the known ones
     */
    public static Device of(String label) {
        for (Device device : values()) {
            if (device.label.equals(label)) {
                return device;
            }
        }
        throw new IllegalArgumentException(
                "unknown device \"" + label + "\", known are " + String.join(", ", labels()));
    }
}
