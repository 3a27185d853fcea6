package io.slidestream.contracts;

/**
 * Bounds on the content of messages. Records are checked against them when they are made, so that a message of a few
 * bytes cannot make a service allocate memory without limit, whoever wrote it to Kafka.
 */
public final class Limits {
    /** Most classes of a network: more than ImageNet's thousand. */
    public static final int CLASSES = 1024;

    /** Longest name of a class, a model, an engine or a vendor, in characters. */
    static final int NAME = 256;

    /**
     * Longest URI of a slide, in characters: S3's keys have up to 1024 bytes, each of which may take three in a URI.
     */
    static final int LOCATION = 8192;

    /** Longest message for people, in characters; longer ones are cut. */
    static final int MESSAGE = 2000;

    static final int NOTES = 16;

    /** Longest configuration of a model that is passed on as it is, in characters. */
    static final int CONFIGURATION = 1 << 16;

    /** Most blocks of a grid, reached when its cells lie in one column. */
    static final int BLOCKS = TileGrid.MAX_CELLS / TileGrid.BLOCK_SIDE;

    /** Most attempts at a map. One more can be counted without an overflow. */
    static final int ATTEMPTS = 1 << 30;

    /** Longest duration of a stage, in nanoseconds: one of eleven days cannot have been measured. */
    static final long NANOS = 1_000_000_000_000_000L;

    /** The end of the year 9999, in milliseconds since 1970. */
    static final long MILLIS = 253_402_300_799_999L;

    private Limits() {}

    /** The attempt after that one. */
    public static int nextAttempt(int attempt) {
        return Math.min(attempt + 1, ATTEMPTS);
    }
}
