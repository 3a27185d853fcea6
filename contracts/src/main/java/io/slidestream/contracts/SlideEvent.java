package io.slidestream.contracts;

/** Event about a slide, published by the tiler on topic {@code slides}. */
public sealed interface SlideEvent permits SlideTiled, SlideRejected {
    MapId mapId();

    int attempt();

    SlideVersion slide();
}
