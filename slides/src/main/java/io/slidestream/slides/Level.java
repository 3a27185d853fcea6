package io.slidestream.slides;

/**
 * One level of the pyramid.
 *
 * @param index 0 is full resolution
 * @param downsample level-0 pixels per pixel of this level
 */
public record Level(int index, long widthPx, long heightPx, double downsample) {}
