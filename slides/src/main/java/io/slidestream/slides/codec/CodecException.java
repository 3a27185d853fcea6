package io.slidestream.slides.codec;

/** A tile that a codec does not decode: damaged, or not of the kind it knows. */
public final class CodecException extends Exception {
    private static final long serialVersionUID = 1L;

    private final Remedy remedy;

    /** What may be tried instead. */
    public enum Remedy {
        /** Another decoder may know the tile. */
        ANOTHER_DECODER,
        /** Nothing: another decoder might take hours over it, or all memory. */
        NONE
    }

    public CodecException(String message) {
        this(message, Remedy.ANOTHER_DECODER);
    }

    public CodecException(String message, Remedy remedy) {
        super(message);
        this.remedy = remedy;
    }

    public CodecException(String message, Throwable cause) {
        super(message, cause);
        this.remedy = Remedy.ANOTHER_DECODER;
    }

    public Remedy remedy() {
        return remedy;
    }
}
