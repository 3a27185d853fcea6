package io.slidestream.contracts;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Function;

/**
 * A topic and what its values are.
 *
 * @param key of a message, in ASCII: the map's id in hex, so that what is said of one map stays in order; a block's index
 *     comes after it, so that the blocks of one slide lie in all partitions and every worker gets some. What concerns a
 *     slide whatever its map, its state and commands, has the slide's location as key, so that one tiler gets both
 */
public record Topic<T>(String name, Codec<T> codec, Function<T, String> key, boolean compacted) {
    public static final Topic<SlideEvent> SLIDES =
            new Topic<>("slides", WireCodecs.SLIDE_EVENT, event -> event.mapId().hex(), true);
    public static final Topic<TileBlock> TILE_BLOCKS = new Topic<>(
            "tile-blocks", WireCodecs.TILE_BLOCK, block -> block.mapId().hex() + "-" + block.blockIndex(), false);
    /** Blocks of urgent slides, which workers take first. */
    public static final Topic<TileBlock> TILE_BLOCKS_URGENT =
            new Topic<>("tile-blocks-urgent", TILE_BLOCKS.codec(), TILE_BLOCKS.key(), false);

    public static final Topic<BlockScored> TILE_SCORES = new Topic<>(
            "tile-scores", WireCodecs.BLOCK_SCORED, scored -> scored.mapId().hex(), false);
    public static final Topic<MapUpdated> TUMOR_MAPS =
            new Topic<>("tumor-maps", WireCodecs.MAP_UPDATED, map -> map.mapId().hex(), true);
    public static final Topic<MapCommand> COMMANDS = new Topic<>(
            "commands",
            WireCodecs.MAP_COMMAND,
            command -> locationKey(command.slide().location()),
            false);
    public static final Topic<SlideStateEvent> SLIDE_STATES =
            new Topic<>("slide-states", SlideStateWire.CODEC, event -> locationKey(event.location()), true);

    /** The name of the topic for records no retry can cure: original bytes, the cause in headers. */
    public static final String DEAD_LETTERS = "dead-letters";

    public static List<Topic<?>> all() {
        return List.of(SLIDES, TILE_BLOCKS, TILE_BLOCKS_URGENT, TILE_SCORES, TUMOR_MAPS, COMMANDS, SLIDE_STATES);
    }

    /** Topic for the blocks of a slide. */
    public static Topic<TileBlock> blocksOf(SlideVersion slide) {
        return slide.isUrgent() ? TILE_BLOCKS_URGENT : TILE_BLOCKS;
    }

    /** A location as a key: its UTF-8 bytes, those that are not ASCII percent-encoded. */
    public static String locationKey(String location) {
        StringBuilder key = new StringBuilder(location.length());
        for (byte b : location.getBytes(StandardCharsets.UTF_8)) {
            if (b >= 0) {
                key.append((char) b);
            } else {
                key.append(String.format("%%%02X", b));
            }
        }
        return key.toString();
    }
}
