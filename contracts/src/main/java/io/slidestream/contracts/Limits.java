package io.slidestream.contracts;

/**
 * What no message exceeds. Whoever may write to Kafka is not trusted further than that: a record is bounded where it is made,
 * so that none of a few bytes makes a service take memory without end.
 */
public final class Limits {
    /** Of a network: more than ImageNet's thousand. */
    public static final int CLASSES = 1024;

    /** In characters, of the name of a class, a model, an engine, a vendor. */
    static final int NAME = 256;

    /** In characters: S3's keys have 1024 bytes, of which each may take three as a URI. */
    static final int LOCATION = 8192;

    /** In characters, of what is said to people; what is longer is cut. */
    static final int MESSAGE = 2000;

    static final int NOTES = 16;

    /** In characters, of a model's configuration that is passed on as it is. */
    static final int CONFIGURATION = 1 << 16;

    /** The blocks of a grid whose cells lie in one column. */
    static final int BLOCKS = TileGrid.MAX_CELLS / TileGrid.BLOCK_SIDE;

    /** Of a map. One more can be counted without an overflow. */
    static final int ATTEMPTS = 1 << 30;

    /** A stage of a slide or block that took eleven days has not been measured. */
    static final long NANOS = 1_000_000_000_000_000L;

    /** The end of the year 9999, in milliseconds since 1970. */
    static final long MILLIS = 253_402_300_799_999L;

    private Limits() {}

    /** The attempt after that one. */
    public static int nextAttempt(int attempt) {
        return Math.min(attempt + 1, ATTEMPTS);
    }
}
