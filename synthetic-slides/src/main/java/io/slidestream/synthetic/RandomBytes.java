package io.slidestream.synthetic;

/** Small random numbers at a nanosecond each: Marsaglia's xorshift, eight bits at a time. */
final class RandomBytes {
    private long state;
    private long bits;
    private int left;

    RandomBytes(long seed) {
        state = seed | 1;
    }

    /** Draws a number from {@code -amplitude} to {@code amplitude}, which is below 128. */
    int next(int amplitude) {
        if (left == 0) {
            state ^= state << 13;
            state ^= state >>> 7;
            state ^= state << 17;
            bits = state;
            left = 8;
        }
        int change = (((int) bits & 255) * (2 * amplitude + 1) >> 8) - amplitude;
        bits >>>= 8;
        left--;
        return change;
    }
}
