package io.slidestream.standalone.harvest;

import io.slidestream.contracts.Cell;
import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.TileGrid;
import io.slidestream.contracts.TileScore;
import io.slidestream.mapfiles.map.TileVisitor;
import io.slidestream.mapfiles.map.Winner;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Draws tiles to which nobody objected: those the model is sure of, on slides that people have looked at, outside of all
 * their regions. So many of each class, the same ones for the same seed, in turn from the slides that have them.
 */
final class AgreedTiles {
    /** A tile counts as agreed with where the model gave its class so much. */
    static final float SURE = 0.9f;

    /** Most that are remembered of a class of a slide, drawn at random. */
    private static final int MOST_OF_A_SLIDE = 2_000;

    private final Random random;
    private final Map<String, List<List<Drawn>>> byClass = new TreeMap<>();

    record Drawn(int slide, Level0Region place, String label) {}

    AgreedTiles(long seed) {
        random = new Random(seed);
    }

    /** Looks through the tiles of a slide; end it with {@link Candidates#end}. */
    Candidates of(int slide, TileGrid grid, List<String> classNames, Predicate<Cell> touched) {
        return new Candidates(slide, grid, classNames, touched);
    }

    /** The sure tiles of one slide, a random sample of fixed size of each class. */
    final class Candidates implements TileVisitor {
        private final int slide;
        private final TileGrid grid;
        private final List<String> classNames;
        private final Predicate<Cell> touched;
        private final Map<String, List<Drawn>> kept = new TreeMap<>();
        private final Map<String, Integer> seen = new TreeMap<>();

        private Candidates(int slide, TileGrid grid, List<String> classNames, Predicate<Cell> touched) {
            this.slide = slide;
            this.grid = grid;
            this.classNames = classNames;
            this.touched = touched;
        }

        @Override
        public void visit(Cell cell, TileScore score) {
            if (!(score instanceof TileScore.Scored scored) || touched.test(cell)) {
                return;
            }
            int winner = Winner.of(scored.probabilities());
            if (scored.probabilities().get(winner) < SURE) {
                return;
            }
            String label = classNames.get(winner);
            Drawn drawn = new Drawn(slide, grid.region(cell), label);
            List<Drawn> some = kept.computeIfAbsent(label, one -> new ArrayList<>());
            int count = seen.merge(label, 1, Integer::sum);
            if (some.size() < MOST_OF_A_SLIDE) {
                some.add(drawn);
            } else {
                int place = random.nextInt(count);
                if (place < MOST_OF_A_SLIDE) {
                    some.set(place, drawn);
                }
            }
        }

        void end() {
            kept.forEach((label, some) -> {
                java.util.Collections.shuffle(some, random);
                byClass.computeIfAbsent(label, one -> new ArrayList<>()).add(some);
            });
        }
    }

    /** Draws at most so many of each class, those of different slides in turn. */
    List<Drawn> draw(int ofEachClass) {
        List<Drawn> drawn = new ArrayList<>();
        byClass.forEach((label, slides) -> {
            int wanted = ofEachClass;
            for (int round = 0; wanted > 0; round++) {
                int before = wanted;
                for (List<Drawn> some : slides) {
                    if (round < some.size() && wanted > 0) {
                        drawn.add(some.get(round));
                        wanted--;
                    }
                }
                if (wanted == before) {
                    break;
                }
            }
        });
        drawn.sort(Comparator.comparingInt(Drawn::slide));
        return drawn;
    }
}
