package io.slidestream.trainer.measure;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * One class against the rest: how many of its tiles are found at the price of how many others, over all thresholds.
 *
 * @param points from (0, 0) to (1, 1), both rates ascending; tiles of equal score make one step
 * @param area under the curve: the chance that a tile of the class scores above one of the rest
 * @param positives tiles of the class
 * @param negatives the others
 */
public record RocCurve(List<Point> points, double area, int positives, int negatives) {
    public record Point(double falsePositives, double truePositives) {}

    /** Empty where no tile, or every tile, is of the class. */
    public static Optional<RocCurve> of(Predictions predictions, List<double[]> probabilities, int classIndex) {
        List<Integer> byScore = IntStream.range(0, predictions.size())
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -probabilities.get(i)[classIndex]))
                .toList();
        int positives = (int)
                byScore.stream().filter(i -> predictions.truth(i) == classIndex).count();
        int negatives = byScore.size() - positives;
        if (positives == 0 || negatives == 0) {
            return Optional.empty();
        }
        List<Point> points = new ArrayList<>(List.of(new Point(0, 0)));
        double area = 0;
        int found = 0;
        int mistaken = 0;
        for (int i = 0; i < byScore.size(); i++) {
            int place = byScore.get(i);
            if (predictions.truth(place) == classIndex) {
                found++;
            } else {
                mistaken++;
            }
            boolean stepEnds = i + 1 == byScore.size()
                    || probabilities.get(byScore.get(i + 1))[classIndex]
                            != probabilities.get(place)[classIndex];
            if (stepEnds) {
                Point last = points.get(points.size() - 1);
                Point next = new Point((double) mistaken / negatives, (double) found / positives);
                area += (next.falsePositives() - last.falsePositives())
                        * (next.truePositives() + last.truePositives())
                        / 2;
                points.add(next);
            }
        }
        return Optional.of(new RocCurve(List.copyOf(points), area, positives, negatives));
    }
}
