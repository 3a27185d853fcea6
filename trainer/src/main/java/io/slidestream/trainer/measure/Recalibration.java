package io.slidestream.trainer.measure;

import java.util.ArrayList;
import java.util.List;

/**
 * Confidence and accuracy of the same tiles under several temperatures.
 *
 * @param before without any temperature
 * @param stored with the one that the model stores; the same as {@code before} where it stores none
 * @param refitted with one fitted on these tiles: on each half of them to correct the other half, so that every tile's
 *     confidence comes from a temperature that has not seen it
 */
public record Recalibration(Scaled before, Scaled stored, Refitted refitted) {
    /** @param loss mean negative log-likelihood of the true classes */
    public record Scaled(double temperature, Calibration calibration, double loss) {
        static Scaled of(Predictions predictions, double temperature) {
            return new Scaled(
                    temperature,
                    Calibration.of(predictions, predictions.probabilities(temperature)),
                    Temperature.loss(predictions, temperature));
        }
    }

    /**
     * @param temperature fitted on all tiles
     * @param halves the two that were fitted on half of the tiles each; empty where there are too few to halve
     * @param calibration of each half under the other's
     */
    public record Refitted(double temperature, List<Double> halves, Calibration calibration, double loss) {}

    /** @param storedTemperature the model's, 1 where it has none */
    public static Recalibration of(Predictions predictions, double storedTemperature, long seed) {
        return new Recalibration(
                Scaled.of(predictions, 1), Scaled.of(predictions, storedTemperature), refitted(predictions, seed));
    }

    public boolean isStored() {
        return stored.temperature() != 1;
    }

    private static Refitted refitted(Predictions predictions, long seed) {
        double onAll = Temperature.fit(predictions);
        if (predictions.size() < 2) {
            Scaled scaled = Scaled.of(predictions, 1);
            return new Refitted(onAll, List.of(), scaled.calibration(), scaled.loss());
        }
        List<List<Integer>> halves = predictions.halves(seed);
        List<Double> temperatures = halves.stream()
                .map(half -> Temperature.fit(predictions.only(half)))
                .toList();
        List<double[]> probabilities = new ArrayList<>(predictions.probabilities(1));
        double loss = 0;
        for (int h = 0; h < 2; h++) {
            double fromTheOther = temperatures.get(1 - h);
            for (int place : halves.get(h)) {
                probabilities.set(place, predictions.probabilities(place, fromTheOther));
            }
            Predictions half = predictions.only(halves.get(h));
            loss += Temperature.loss(half, fromTheOther) * half.size() / predictions.size();
        }
        return new Refitted(onAll, temperatures, Calibration.of(predictions, probabilities), loss);
    }
}
