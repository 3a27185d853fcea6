package io.slidestream.servicekit.health;

/** State of a component. */
public record Health(State state, String detail) {
    /** STARTING and TROUBLED are alive but not ready; FAILED needs a restart. */
    public enum State {
        STARTING,
        READY,
        TROUBLED,
        FAILED
    }

    public static Health starting(String detail) {
        return new Health(State.STARTING, detail);
    }

    public static Health ready() {
        return new Health(State.READY, "ready");
    }

    public static Health troubled(String detail) {
        return new Health(State.TROUBLED, detail);
    }

    public static Health failed(Throwable cause) {
        return new Health(State.FAILED, cause.toString());
    }
}
