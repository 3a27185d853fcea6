package io.slidestream.contracts;

import java.util.List;

/** A topic and what its values are. Keys are map ids in hex. */
public record Topic<T>(String name, Codec<T> codec, boolean compacted) {
    public static final Topic<SlideEvent> SLIDES = new Topic<>("slides", WireCodecs.SLIDE_EVENT, true);
    public static final Topic<TileBlock> TILE_BLOCKS = new Topic<>("tile-blocks", WireCodecs.TILE_BLOCK, false);
    public static final Topic<BlockScored> TILE_SCORES = new Topic<>("tile-scores", WireCodecs.BLOCK_SCORED, false);
    public static final Topic<MapUpdated> TUMOR_MAPS = new Topic<>("tumor-maps", WireCodecs.MAP_UPDATED, true);

    public static final Topic<MapCommand> COMMANDS = new Topic<>("commands", WireCodecs.MAP_COMMAND, false);

    /** The name of the topic for records no retry can cure: original bytes, the cause in headers. */
    public static final String DEAD_LETTERS = "dead-letters";

    public static List<Topic<?>> all() {
        return List.of(SLIDES, TILE_BLOCKS, TILE_SCORES, TUMOR_MAPS, COMMANDS);
    }
}
