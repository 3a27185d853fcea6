package io.slidestream.tiler.queue;

import io.slidestream.contracts.MapId;

/**
 * Result of submitting a slide.
 *
 * @param attempt the attempt whose results to wait for
 * @param alreadyKnown true if nothing new was begun: the map is tiled, rejected for good, or in hand
 */
public record Submission(MapId mapId, int attempt, boolean alreadyKnown) {}
