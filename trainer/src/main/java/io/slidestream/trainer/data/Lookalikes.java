package io.slidestream.trainer.data;

import io.slidestream.trainer.picture.TilePicture;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Groups of tiles of one class that are stained alike, as tiles of one slide are. Where nobody says of which patient a tile
 * is, they stand in for patients: a tile drawn by itself has neighbours on the other side of the split, and what is chosen
 * and calibrated by it suits the slides that were trained on and no others.
 *
 * <p>A tile is described by its slide's marks rather than by its tissue: how bright the glass is, and the hue of what is
 * stained, which is the direction of a pixel's three optical densities, its mean and its spread. K-means within each class.
 */
final class Lookalikes {
    static final int GROUPS = 10;
    /** Tiles that a class needs to be grouped; those of smaller classes stand for themselves. */
    static final int FEWEST_TILES = 10 * GROUPS;

    private static final int STARTS = 3;
    private static final int MOST_ROUNDS = 50;
    private static final int MARKS = 9;

    /** Share of the samples that are brighter than the glass: specks and noise. */
    private static final double BRIGHTER_THAN_GLASS = 0.01;

    /** Sum of a pixel's three optical densities from which on it is stained. */
    private static final double STAINED = 0.3;

    private static final double[] DENSITIES = IntStream.range(0, 256)
            .mapToDouble(sample -> -Math.log((sample + 1) / 256.0))
            .toArray();

    private Lookalikes() {}

    /** The group of every tile; empty where no class has enough tiles for groups to tell anything. */
    static Optional<Cases> of(TileSet set, long seed) {
        int[] counts = set.countsByClass(set.tiles());
        if (IntStream.of(counts).noneMatch(count -> count >= FEWEST_TILES)) {
            return Optional.empty();
        }
        Map<String, String> byTile = new HashMap<>();
        for (int c = 0; c < counts.length; c++) {
            List<Tile> tiles = new ArrayList<>();
            for (int place : Dealing.places(set.tiles(), c)) {
                tiles.add(set.tiles().get(place));
            }
            int[] groups = counts[c] < FEWEST_TILES
                    ? IntStream.range(0, tiles.size()).toArray()
                    : groups(
                            tiles.parallelStream()
                                    .map(tile -> marks(tile.read()))
                                    .toArray(double[][]::new),
                            seed + c);
            for (int i = 0; i < groups.length; i++) {
                byTile.put(tiles.get(i).name(), set.classNames().get(c) + " " + (groups[i] + 1));
            }
        }
        return Optional.of(new Cases(
                Map.copyOf(byTile),
                GROUPS + " groups of each class, by glass and stain",
                List.of(),
                Cases.Kind.LOOKALIKES));
    }

    static double[] marks(TilePicture picture) {
        int[][] samples = new int[3][256];
        double[] sums = new double[3];
        double[] squares = new double[3];
        double[] densities = new double[3];
        int stained = 0;
        for (int pixel : picture.rgb()) {
            double sum = 0;
            double square = 0;
            for (int c = 0; c < 3; c++) {
                int sample = pixel >> (16 - 8 * c) & 0xff;
                samples[c][sample]++;
                densities[c] = DENSITIES[sample];
                sum += densities[c];
                square += densities[c] * densities[c];
            }
            if (sum > STAINED) {
                stained++;
                double length = Math.sqrt(square);
                for (int c = 0; c < 3; c++) {
                    double share = densities[c] / length;
                    sums[c] += share;
                    squares[c] += share * share;
                }
            }
        }
        double[] marks = new double[MARKS];
        for (int c = 0; c < 3; c++) {
            marks[c] = glass(samples[c], picture.rgb().length);
            if (stained > 0) {
                double mean = sums[c] / stained;
                marks[3 + c] = mean;
                marks[6 + c] = Math.sqrt(Math.max(0, squares[c] / stained - mean * mean));
            }
        }
        return marks;
    }

    private static int glass(int[] samples, int pixels) {
        int sample = 255;
        for (int above = samples[sample]; above < BRIGHTER_THAN_GLASS * pixels; above += samples[sample]) {
            sample--;
        }
        return sample;
    }

    /** The group of each vector, in units of each entry's own spread; the closest of several starts. */
    static int[] groups(double[][] vectors, long seed) {
        double[][] points = scaled(vectors);
        SplittableRandom random = new SplittableRandom(seed);
        int[] best = new int[points.length];
        double least = Double.POSITIVE_INFINITY;
        for (int start = 0; start < STARTS; start++) {
            double[][] centres = spread(points, random);
            int[] nearest = new int[points.length];
            double distance = assign(points, centres, nearest);
            for (int round = 0; round < MOST_ROUNDS; round++) {
                move(points, nearest, centres);
                double before = distance;
                distance = assign(points, centres, nearest);
                if (distance >= before) {
                    break;
                }
            }
            if (distance < least) {
                least = distance;
                best = nearest;
            }
        }
        return best;
    }

    /** First centres far from each other: each point is drawn as its squared distance to those before (k-means++). */
    private static double[][] spread(double[][] points, SplittableRandom random) {
        double[][] centres = new double[GROUPS][];
        double[] distances = new double[points.length];
        Arrays.fill(distances, 1);
        for (int g = 0; g < GROUPS; g++) {
            double sum = 0;
            for (double distance : distances) {
                sum += distance;
            }
            double left = sum * random.nextDouble();
            int drawn = 0;
            for (int i = 0; i < points.length - 1 && left >= distances[i]; i++) {
                left -= distances[i];
                drawn = i + 1;
            }
            centres[g] = points[drawn].clone();
            for (int i = 0; i < points.length; i++) {
                double distance = distance(points[i], centres[g]);
                distances[i] = g == 0 ? distance : Math.min(distances[i], distance);
            }
        }
        return centres;
    }

    private static double assign(double[][] points, double[][] centres, int[] nearest) {
        double sum = 0;
        for (int i = 0; i < points.length; i++) {
            double least = Double.POSITIVE_INFINITY;
            for (int g = 0; g < centres.length; g++) {
                double distance = distance(points[i], centres[g]);
                if (distance < least) {
                    least = distance;
                    nearest[i] = g;
                }
            }
            sum += least;
        }
        return sum;
    }

    /** A centre that no point is nearest to stays where it is. */
    private static void move(double[][] points, int[] nearest, double[][] centres) {
        double[][] sums = new double[centres.length][points[0].length];
        int[] counts = new int[centres.length];
        for (int i = 0; i < points.length; i++) {
            counts[nearest[i]]++;
            for (int j = 0; j < points[i].length; j++) {
                sums[nearest[i]][j] += points[i][j];
            }
        }
        for (int g = 0; g < centres.length; g++) {
            for (int j = 0; counts[g] > 0 && j < sums[g].length; j++) {
                centres[g][j] = sums[g][j] / counts[g];
            }
        }
    }

    private static double[][] scaled(double[][] vectors) {
        double[][] scaled = new double[vectors.length][vectors[0].length];
        for (int j = 0; j < vectors[0].length; j++) {
            double sum = 0;
            double squares = 0;
            for (double[] vector : vectors) {
                sum += vector[j];
                squares += vector[j] * vector[j];
            }
            double mean = sum / vectors.length;
            double deviation = Math.sqrt(Math.max(0, squares / vectors.length - mean * mean));
            for (int i = 0; i < vectors.length; i++) {
                scaled[i][j] = deviation < 1e-9 ? 0 : (vectors[i][j] - mean) / deviation;
            }
        }
        return scaled;
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            double difference = a[j] - b[j];
            sum += difference * difference;
        }
        return sum;
    }
}
