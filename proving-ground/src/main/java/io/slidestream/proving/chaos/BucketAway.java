package io.slidestream.proving.chaos;

import java.io.IOException;

/** The share with the slides is not mounted for a while. */
record BucketAway() implements Fault.Effect {
    @Override
    public void strike(Field field, Step step) throws IOException {
        field.takeBucketAway();
    }

    @Override
    public void heal(Field field, Step step) throws IOException {
        field.bringBucketBack();
    }
}
