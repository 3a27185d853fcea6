package io.slidestream.contracts;

import java.util.List;
import java.util.function.Function;

/**
 * A topic and what its values are.
 *
 * @param key of a message, in ASCII: the map's id in hex, so that what is said of one map stays in order; a block's index
 *     comes after it, so that the blocks of one slide lie in all partitions and every worker gets some
 */
public record Topic<T>(String name, Codec<T> codec, Function<T, String> key, boolean compacted) {
    public static final Topic<SlideEvent> SLIDES =
            new Topic<>("slides", WireCodecs.SLIDE_EVENT, event -> event.mapId().hex(), true);
    public static final Topic<TileBlock> TILE_BLOCKS = new Topic<>(
            "tile-blocks", WireCodecs.TILE_BLOCK, block -> block.mapId().hex() + "-" + block.blockIndex(), false);
    public static final Topic<BlockScored> TILE_SCORES = new Topic<>(
            "tile-scores", WireCodecs.BLOCK_SCORED, scored -> scored.mapId().hex(), false);
    public static final Topic<MapUpdated> TUMOR_MAPS =
            new Topic<>("tumor-maps", WireCodecs.MAP_UPDATED, map -> map.mapId().hex(), true);
    public static final Topic<MapCommand> COMMANDS = new Topic<>(
            "commands", WireCodecs.MAP_COMMAND, command -> command.mapId().hex(), false);

    /** The name of the topic for records no retry can cure: original bytes, the cause in headers. */
    public static final String DEAD_LETTERS = "dead-letters";

    public static List<Topic<?>> all() {
        return List.of(SLIDES, TILE_BLOCKS, TILE_SCORES, TUMOR_MAPS, COMMANDS);
    }
}
