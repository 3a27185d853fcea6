package io.slidestream.proving.chaos;

import io.slidestream.proving.processes.ServiceKind;
import java.io.IOException;

/** The share with the slides is not mounted for a while. */
record BucketAway() implements Fault.Effect {
    @Override
    public void strike(Field field, Step step) throws IOException, InterruptedException {
        Field.PATIENCE.until("a tiler that has found its bucket", () -> field.answers(ServiceKind.TILER));
        field.takeBucketAway();
    }

    @Override
    public void heal(Field field, Step step) throws IOException {
        field.bringBucketBack();
    }
}
