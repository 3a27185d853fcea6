package io.slidestream.standalone.pipeline;

/** A part of the chain gave up; nothing is lost, the same command goes on from there. */
public final class PipelineFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public PipelineFailure(String message) {
        super(message);
    }
}
