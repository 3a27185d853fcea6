package io.slidestream.contracts;

/** Argument checks whose messages carry the name and the value. */
final class Checks {
    private Checks() {}

    static String notBlank(String name, String value) {
        if (value.isBlank()) {
            throw new IllegalArgumentException(name + " must not be blank");
        }
        return value;
    }

    static void inRange(String name, long value, long min, long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " must be in " + min + ".." + max + ", was " + value);
        }
    }

    /** Names and addresses: a part of one would be another. */
    static String text(String name, String value, int maxLength) {
        if (value.length() > maxLength) {
            throw new IllegalArgumentException(
                    name + " must have at most " + maxLength + " characters, had " + value.length());
        }
        return notBlank(name, value);
    }

    /** Cuts a message for people to the limit; its end is the least of it. */
    static String cut(String message) {
        if (message.length() <= Limits.MESSAGE) {
            return message;
        }
        int end = Limits.MESSAGE - 1;
        return message.substring(0, Character.isHighSurrogate(message.charAt(end - 1)) ? end - 1 : end) + "\u2026";
    }

    static void attempt(int attempt) {
        inRange("attempt", attempt, 1, Limits.ATTEMPTS);
    }

    static void millis(String name, long millis) {
        inRange(name, millis, 0, Limits.MILLIS);
    }

    static void nanos(String name, long nanos) {
        inRange(name, nanos, 0, Limits.NANOS);
    }

    static void positive(String name, double value) {
        if (!(value > 0 && value < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(name + " must be positive and finite, was " + value);
        }
    }
}
