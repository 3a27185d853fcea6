package io.slidestream.networks.onednn;

/** Thrown where oneDNN refuses what it is asked. */
final class OneDnnException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int OUT_OF_MEMORY = 1;

    private final int status;

    OneDnnException(String what, int status) {
        super("oneDNN refused to " + what + ": " + (status == OUT_OF_MEMORY ? "out of memory" : "status " + status));
        this.status = status;
    }

    boolean isUnimplemented() {
        return status == Numbers.UNIMPLEMENTED;
    }
}
