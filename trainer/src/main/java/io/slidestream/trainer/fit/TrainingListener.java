package io.slidestream.trainer.fit;

/** Told how a training comes along, on the thread that trains. */
public interface TrainingListener {
    /** Is called after every batch. */
    void batch(BatchRecord record);

    /** Is called after every epoch, once its validation is done. */
    void epoch(EpochRecord record);

    /** Tells another one too, after this. */
    default TrainingListener and(TrainingListener other) {
        TrainingListener first = this;
        return new TrainingListener() {
            @Override
            public void batch(BatchRecord record) {
                first.batch(record);
                other.batch(record);
            }

            @Override
            public void epoch(EpochRecord record) {
                first.epoch(record);
                other.epoch(record);
            }
        };
    }

    /** Hears nothing. */
    TrainingListener NONE = new TrainingListener() {
        @Override
        public void batch(BatchRecord record) {}

        @Override
        public void epoch(EpochRecord record) {}
    };
}
