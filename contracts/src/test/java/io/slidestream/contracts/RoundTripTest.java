package io.slidestream.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Whatever can be born comes back equal; each seed is one message of each kind. */
@SuppressWarnings("EnumOrdinal") // any of them
class RoundTripTest {
    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void messagesComeBackEqual(long seed) throws MalformedMessageException {
        Random random = new Random(seed);
        assertComesBack(Topic.TILE_BLOCKS, tileBlock(random));
        assertComesBack(Topic.SLIDES, slideTiled(random));
        assertComesBack(
                Topic.SLIDES,
                new SlideRejected(map(random), 1 + random.nextInt(9), slide(random), reason(random), text(random), 7));
        assertComesBack(Topic.TILE_SCORES, blockScored(random));
        assertComesBack(Topic.TUMOR_MAPS, mapUpdated(random));
        assertComesBack(
                Topic.COMMANDS,
                new MapCommand(
                        map(random),
                        1 + random.nextInt(9),
                        slide(random),
                        MapCommand.Kind.values()[random.nextInt(3)],
                        0.05 + random.nextDouble()));
    }

    private static <T> void assertComesBack(Topic<T> topic, T message) throws MalformedMessageException {
        assertThat(topic.codec().decode(topic.codec().encode(message))).isEqualTo(message);
    }

    private static TileBlock tileBlock(Random random) {
        TileGrid grid = grid(random);
        int block = random.nextInt(grid.blocks());
        long inside = 0;
        for (int bit = 0; bit < 64; bit++) {
            if (grid.contains(grid.cellOf(block, bit))) {
                inside |= 1L << bit;
            }
        }
        long tiles = inside & random.nextLong();
        return new TileBlock(
                map(random),
                1,
                slide(random),
                grid,
                text(random),
                block,
                tiles == 0 ? Long.lowestOneBit(inside) : tiles);
    }

    private static SlideTiled slideTiled(Random random) {
        TileGrid grid = grid(random);
        Model model = new Model(
                text(random),
                text(random),
                List.of("ADI", "TUM"),
                224,
                0.5,
                random.nextBoolean() ? 1 : 8,
                random.nextBoolean() ? "" : text(random),
                random.nextBoolean());
        return new SlideTiled(
                map(random),
                Limits.ATTEMPTS,
                slide(random),
                grid,
                model,
                1 + random.nextInt(grid.columns() * grid.rows()),
                random.nextBoolean() ? "" : "aperio",
                random.nextLong(0, Limits.MILLIS),
                random.nextLong(0, Limits.NANOS),
                random.nextLong(0, Limits.NANOS),
                random.nextLong(0, Limits.NANOS),
                random.nextBoolean()
                        ? SlideFacts.NONE
                        : new SlideFacts(
                                List.of(text(random), text(random)),
                                new Level0Region(random.nextInt(9), 5, 1 + random.nextInt(99), 7),
                                text(random),
                                random.nextDouble()));
    }

    private static BlockScored blockScored(Random random) {
        long tiles = random.nextLong() | 1L << random.nextInt(64);
        List<TileScore> scores = new ArrayList<>();
        for (int i = 0; i < Long.bitCount(tiles); i++) {
            scores.add(
                    random.nextInt(4) == 0
                            ? new TileScore.Rejected(reason(random), random.nextBoolean() ? "" : text(random))
                            : new TileScore.Scored(
                                    List.of(random.nextFloat(), 0f, 1f),
                                    random.nextBoolean() ? Float.NaN : 2 * random.nextFloat()));
        }
        return new BlockScored(map(random), 3, random.nextInt(99), tiles, scores, text(random), 1, 2, 3);
    }

    private static MapUpdated mapUpdated(Random random) {
        MapUpdated.State[] states = MapUpdated.State.values();
        MapUpdated.State state = states[random.nextInt(states.length)];
        long scored = random.nextInt(1_000_000);
        long rejected = random.nextInt(1_000);
        return new MapUpdated(
                map(random),
                1,
                slide(random),
                state,
                scored + rejected,
                scored,
                rejected,
                optional(random, text(random)),
                optional(random, reason(random)),
                optional(random, text(random)));
    }

    private static <T> @Nullable T optional(Random random, T value) {
        return random.nextBoolean() ? value : null;
    }

    private static TileGrid grid(Random random) {
        int tile = 8 + random.nextInt(600);
        int stride = 6 + random.nextInt(tile - 6);
        return new TileGrid(
                tile + random.nextInt(20_000), tile + random.nextInt(20_000), 0.1 + random.nextDouble(), tile, stride);
    }

    private static MapId map(Random random) {
        return new MapId(String.format("%016x%016x", random.nextLong(), random.nextLong()));
    }

    private static SlideVersion slide(Random random) {
        return new SlideVersion(text(random), text(random), text(random));
    }

    private static RejectionReason reason(Random random) {
        return RejectionReason.values()[random.nextInt(RejectionReason.values().length)];
    }

    private static String text(Random random) {
        return List.of("file:///a/ü.svs", "9b2c-1", "日本", "🔬", "x").get(random.nextInt(5)) + random.nextInt();
    }
}
