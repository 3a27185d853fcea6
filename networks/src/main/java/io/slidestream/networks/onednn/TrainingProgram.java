package io.slidestream.networks.onednn;

import java.util.List;

/**
 * A network compiled for some pictures at a time, forward and back.
 *
 * @param forward number of the program's first steps that go forward
 * @param rows where the pictures' rows of numbers are then, picture by picture
 * @param rowGradients where the steps back read the gradients of these numbers
 */
record TrainingProgram(Program program, int forward, Block rows, Block rowGradients, List<Statistics> statistics) {
    TrainingProgram {
        statistics = List.copyOf(statistics);
    }

    /**
     * Mean and variance that a normalisation found.
     *
     * @param runningMean name of the tensor that averages them
     * @param runningVariance likewise
     * @param count of numbers a channel that they are of
     */
    record Statistics(String runningMean, String runningVariance, Block mean, Block variance, long count) {}
}
