package io.slidestream.networks.graph;

/** A function of each number. */
public enum Activation {
    /** max(x, 0). */
    RELU,
    /** x clipped to 0..6. */
    RELU6,
    /** x times its sigmoid, also called swish. */
    SILU,
    /** 1 / (1 + e^-x). */
    SIGMOID,
    /** x/6 + 1/2, clipped to 0..1. */
    HARD_SIGMOID,
    /** x times its hard sigmoid. */
    HARD_SWISH,
    /** x times the normal distribution's share below x. */
    GELU
}
