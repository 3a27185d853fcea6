package io.slidestream.trainer;

/** How fast an epoch goes, and how long the rest will take at that. */
final class Pace {
    private final int batch;
    private final double secondsToValidate;
    private final long beganNanos;
    private final double seconds;
    private long steps;

    Pace(int batch, double secondsToValidate) {
        this(batch, secondsToValidate, 0, 0);
    }

    private Pace(int batch, double secondsToValidate, long steps, double seconds) {
        this.batch = batch;
        this.secondsToValidate = secondsToValidate;
        this.steps = steps;
        this.seconds = seconds;
        beganNanos = System.nanoTime();
    }

    void stepped() {
        steps++;
    }

    /** The same, the clock stopped, once it is known how long validation takes. */
    Pace validated(double secondsItTook) {
        return new Pace(batch, secondsItTook, steps, steps * batch / imagesPerSecond());
    }

    double imagesPerSecond() {
        double passed = seconds > 0 ? seconds : (System.nanoTime() - beganNanos) / 1e9;
        return steps == 0 ? Double.NaN : steps * batch / passed;
    }

    double secondsLeft(long stepsLeft, int validationsLeft) {
        return stepsLeft * batch / imagesPerSecond() + validationsLeft * secondsToValidate;
    }
}
