package io.slidestream.networks.graph;

/** Weights that are not those of the network they were taken for; the message names the first tensor that does not fit. */
public final class Misfit extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public Misfit(String message) {
        super(message);
    }
}
