package io.slidestream.proving.processes;

/**
 * Memory and other resources that a service holds.
 *
 * @param liveHeapMb of its heap, without garbage
 * @param residentMb of the process, native memory included
 * @param peakResidentMb the most that it ever was
 * @param nonHeapMb classes and compiled code
 * @param files open ones, sockets included
 */
public record Footprint(
        double liveHeapMb, double residentMb, double peakResidentMb, double nonHeapMb, double threads, double files) {}
