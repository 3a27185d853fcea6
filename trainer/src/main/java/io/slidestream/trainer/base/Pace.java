package io.slidestream.trainer.base;

/** Speed of an epoch, and the time that the rest takes at that speed. */
public final class Pace {
    private final int batch;
    private final double secondsToValidate;
    private final long beganNanos;
    private final double seconds;
    private long steps;

    public Pace(int batch, double secondsToValidate) {
        this(batch, secondsToValidate, 0, 0);
    }

    private Pace(int batch, double secondsToValidate, long steps, double seconds) {
        this.batch = batch;
        this.secondsToValidate = secondsToValidate;
        this.steps = steps;
        this.seconds = seconds;
        beganNanos = System.nanoTime();
    }

    public void stepped() {
        steps++;
    }

    /** The same, the clock stopped, once it is known how long validation takes. */
    public Pace validated(double secondsItTook) {
        return new Pace(batch, secondsItTook, steps, steps * batch / imagesPerSecond());
    }

    public double imagesPerSecond() {
        double passed = seconds > 0 ? seconds : (System.nanoTime() - beganNanos) / 1e9;
        return steps == 0 ? Double.NaN : steps * batch / passed;
    }

    public double secondsLeft(long stepsLeft, int validationsLeft) {
        return stepsLeft * batch / imagesPerSecond() + validationsLeft * secondsToValidate;
    }
}
