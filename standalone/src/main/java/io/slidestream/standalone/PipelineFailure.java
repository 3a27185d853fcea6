package io.slidestream.standalone;

/** A part of the chain gave up; nothing is lost, the same command goes on from there. */
final class PipelineFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    PipelineFailure(String message) {
        super(message);
    }
}
