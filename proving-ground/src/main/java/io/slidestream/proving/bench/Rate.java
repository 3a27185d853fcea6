package io.slidestream.proving.bench;

/**
 * What a pass did.
 *
 * @param perSecond tiles a second of the clock
 * @param perProcessorSecond tiles a second of the threads' own processor time, which holds on a machine that others use, too
 */
record Rate(double perSecond, double perProcessorSecond) {}
