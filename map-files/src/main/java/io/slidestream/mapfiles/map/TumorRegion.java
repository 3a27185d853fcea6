package io.slidestream.mapfiles.map;

import java.util.List;

/**
 * A tumour region: neighbouring cells, joined over their sides, whose tumour probability reaches the threshold.
 *
 * @param number 1 for the largest
 * @param largestDiameterUm the largest distance between two points of its outline
 * @param rings in cell corners, the outer one first, then its holes
 */
@SuppressWarnings("ArrayRecordComponent") // identity is never compared
public record TumorRegion(
        int number, int cells, double areaMm2, double largestDiameterUm, double meanProbability, List<int[]> rings) {}
