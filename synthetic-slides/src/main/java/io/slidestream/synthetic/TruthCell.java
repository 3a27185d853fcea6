package io.slidestream.synthetic;

import io.slidestream.contracts.Level0Region;

/** A part of a synthetic slide that shows one class and nothing else. */
public record TruthCell(Level0Region region, TissueClass tissue) {}
