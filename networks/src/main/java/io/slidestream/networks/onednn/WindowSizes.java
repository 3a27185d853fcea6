package io.slidestream.networks.onednn;

import io.slidestream.networks.graph.Window;

/** A window in oneDNN's terms: each size in the vertical, then in the horizontal; a dilation counts the gaps, 0 for a dense kernel. */
@SuppressWarnings("ArrayRecordComponent") // never compared
record WindowSizes(long[] kernel, long[] stride, long[] dilation, long[] before, long[] after) {
    static WindowSizes of(Window window) {
        return new WindowSizes(
                new long[] {window.height(), window.width()},
                new long[] {window.stride(), window.stride()},
                new long[] {window.dilation() - 1, window.dilation() - 1},
                new long[] {window.top(), window.left()},
                new long[] {window.bottom(), window.right()});
    }
}
