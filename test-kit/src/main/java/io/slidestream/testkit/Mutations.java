package io.slidestream.testkit;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.LongStream;

/** Records as somebody might send them who means harm: valid ones, changed in one to four places. Equal seeds give equal ones. */
public final class Mutations {
    private final Random random;

    public Mutations(long seed) {
        random = new Random(seed);
        System.getLogger(Mutations.class.getName())
                .log(System.Logger.Level.INFO, "mutations of -Dseed={0,number,#}", seed);
    }

    /**
     * Number of mutations to try with each seed: some thousands in a build, a million with {@code -Dslidestream.nightly=true}, or as
     * many as {@code -Dmutations=N} asks for.
     */
    public static int count() {
        return Integer.getInteger("mutations", Boolean.getBoolean("slidestream.nightly") ? 1_000_000 : 5_000);
    }

    /** A seed that stays, and one that is new in each run; which the log of a test that fails tells. */
    public static LongStream seeds() {
        return LongStream.of(20_261, Long.getLong("seed", System.nanoTime()));
    }

    /** One of these, changed. */
    public byte[] of(java.util.List<byte[]> valid) {
        byte[] bytes = valid.get(random.nextInt(valid.size()));
        for (int i = 1 + random.nextInt(4); i > 0; i--) {
            bytes = changed(bytes);
        }
        return bytes;
    }

    private byte[] changed(byte[] bytes) {
        if (bytes.length == 0) {
            return new byte[] {(byte) random.nextInt()};
        }
        int at = random.nextInt(bytes.length);
        byte[] same = bytes.clone();
        switch (random.nextInt(7)) {
            case 0 -> same[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> same[at] = (byte) random.nextInt();
            case 2 -> {
                return spliced(bytes, at, Math.min(bytes.length, at + 1), varint());
            }
            case 3 -> {
                return spliced(bytes, at, Math.min(bytes.length, at + random.nextInt(8)), new byte[0]);
            }
            case 4 -> {
                int end = Math.min(bytes.length, at + random.nextInt(64));
                return spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, end));
            }
            case 5 -> renamed(same);
            default -> Arrays.fill(same, at, Math.min(bytes.length, at + 8), (byte) -random.nextInt(2));
        }
        return same;
    }

    /** Gives each identifier other digits: another map, model or version, about which nothing is known. */
    private void renamed(byte[] bytes) {
        for (int from = 0, to; from < bytes.length; from = to + 1) {
            for (to = from; to < bytes.length && Character.digit(bytes[to], 16) >= 0; to++) {}
            for (int at = from; to - from >= 32 && at < to; at++) {
                bytes[at] = (byte) Character.forDigit(random.nextInt(16), 16);
            }
        }
    }

    /** Sizes at which numbers overflow, as protobuf writes them. */
    private byte[] varint() {
        long value = (1L << random.nextInt(64)) - random.nextInt(3);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        while ((value & ~0x7FL) != 0) {
            out.write((int) (value & 0x7F | 0x80));
            value >>>= 7;
        }
        out.write((int) value);
        return out.toByteArray();
    }

    private static byte[] spliced(byte[] bytes, int from, int to, byte[] instead) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, from);
        out.write(instead, 0, instead.length);
        out.write(bytes, to, bytes.length - to);
        return out.toByteArray();
    }
}
