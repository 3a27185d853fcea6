package io.slidestream.contracts;

/** What the tiler says of a slide on topic {@code slides}. */
public sealed interface SlideEvent permits SlideTiled, SlideRejected {
    MapId mapId();

    int attempt();

    SlideVersion slide();
}
