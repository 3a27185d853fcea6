package io.slidestream.proving.drill;

/**
 * Outcome of an exercise.
 *
 * @param passed whether the map has the bytes of an undisturbed one
 * @param remark for people
 */
public record Verdict(String name, String what, boolean passed, String remark, double seconds) {}
