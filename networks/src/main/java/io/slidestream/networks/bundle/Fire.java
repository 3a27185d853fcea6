package io.slidestream.networks.bundle;

import java.util.Locale;

/** SqueezeNet 1.1's fire modules: a 1×1 squeeze, then a 1×1 and a 3×3 expansion side by side, each with a ReLU. */
public enum Fire {
    FIRE2(3, 16, 64),
    FIRE3(4, 16, 64),
    FIRE4(6, 32, 128),
    FIRE5(7, 32, 128),
    FIRE6(9, 48, 192),
    FIRE7(10, 48, 192),
    FIRE8(11, 64, 256),
    FIRE9(12, 64, 256);

    private final int index;
    private final int squeezed;
    private final int expanded;

    Fire(int index, int squeezed, int expanded) {
        this.index = index;
        this.squeezed = squeezed;
        this.expanded = expanded;
    }

    /** Channels after the squeeze. */
    public int squeezed() {
        return squeezed;
    }

    /** Channels of each of the two expansions; the module's output has twice as many. */
    public int expanded() {
        return expanded;
    }

    /** Torchvision's name of a part's parameters: {@code features.3.squeeze}. */
    public String parameter(String part) {
        return "features." + index + "." + part;
    }

    /** The paper's name: {@code fire2}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
