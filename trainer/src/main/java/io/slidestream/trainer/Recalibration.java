package io.slidestream.trainer;

import java.util.ArrayList;
import java.util.List;

/**
 * Confidence before and after temperature scaling, on the same tiles.
 *
 * <p>A model that stores a temperature is measured with it. For one that does not, the temperature is fitted here: on one
 * half of the tiles to correct the other and the other way round, so that every tile's confidence comes from a
 * temperature that has not seen it.
 *
 * @param stored whether the temperature is the model's own
 * @param temperature the model's own, or the one fitted on all tiles, which is the one to store
 * @param halves the two that were fitted on half of the tiles each; empty if {@code stored}
 * @param probabilities of each tile after scaling
 */
record Recalibration(
        boolean stored,
        double temperature,
        List<Double> halves,
        Calibration before,
        Calibration after,
        double lossBefore,
        double lossAfter,
        List<double[]> probabilities) {
    /** @param storedTemperature the model's, 1 where it has none */
    static Recalibration of(Predictions predictions, double storedTemperature, long seed) {
        List<double[]> unscaled = predictions.probabilities(1);
        boolean stored = storedTemperature != 1;
        if (stored || predictions.size() < 2) {
            List<double[]> scaled = predictions.probabilities(storedTemperature);
            return new Recalibration(
                    stored,
                    storedTemperature,
                    List.of(),
                    Calibration.of(predictions, unscaled),
                    Calibration.of(predictions, scaled),
                    Temperature.loss(predictions, 1),
                    Temperature.loss(predictions, storedTemperature),
                    scaled);
        }
        List<List<Integer>> halves = predictions.halves(seed);
        List<Double> temperatures = halves.stream()
                .map(half -> Temperature.fit(predictions.only(half)))
                .toList();
        List<double[]> scaled = new ArrayList<>(unscaled);
        double loss = 0;
        for (int h = 0; h < 2; h++) {
            double fromTheOther = temperatures.get(1 - h);
            for (int place : halves.get(h)) {
                scaled.set(place, predictions.probabilities(place, fromTheOther));
            }
            Predictions half = predictions.only(halves.get(h));
            loss += Temperature.loss(half, fromTheOther) * half.size() / predictions.size();
        }
        return new Recalibration(
                false,
                Temperature.fit(predictions),
                temperatures,
                Calibration.of(predictions, unscaled),
                Calibration.of(predictions, scaled),
                Temperature.loss(predictions, 1),
                loss,
                List.copyOf(scaled));
    }
}
