package io.slidestream.mapfiles.map;

import io.slidestream.contracts.SlideTiled;

/** A map before its first tile. */
public record BegunMap(SlideTiled manifest, Palette palette, Certainty certainty) {}
