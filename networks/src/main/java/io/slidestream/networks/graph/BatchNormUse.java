package io.slidestream.networks.graph;

/** What becomes of batch normalisation while a network is trained. */
public enum BatchNormUse {
    /** Statistics, factors and summands stay as they are, to the bit. */
    FROZEN,
    /** Pictures are normalised by the statistics of those computed together; factors and summands are trained. */
    TRAIN
}
