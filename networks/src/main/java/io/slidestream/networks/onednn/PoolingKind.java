package io.slidestream.networks.onednn;

import io.slidestream.networks.graph.Operation.Average;
import io.slidestream.networks.graph.Operation.Maximum;
import io.slidestream.networks.graph.Operation.Outside;
import io.slidestream.networks.graph.Operation.Rounding;
import io.slidestream.networks.graph.Pooling;
import io.slidestream.networks.graph.Shape;
import io.slidestream.networks.graph.Window;

/**
 * A pooling in oneDNN's terms.
 *
 * @param algorithm the largest or a mean
 * @param window that gives the right number of places when only whole ones are counted
 */
record PoolingKind(int algorithm, Window window) {
    /** The dilation of every pooling. */
    static final long[] NO_GAPS = {0, 0};

    static PoolingKind of(Maximum pool, Shape picture) {
        return new PoolingKind(Numbers.MAXIMUM, Pooling.whole(pool.window(), pool.rounding(), picture));
    }

    static PoolingKind of(Average pool, Shape picture) {
        boolean counted = pool.outside() == Outside.COUNTED && pool.rounding() == Rounding.DOWN;
        return new PoolingKind(
                counted ? Numbers.AVERAGE_WITH_PADDING : Numbers.AVERAGE_WITHOUT_PADDING,
                Pooling.whole(pool.window(), pool.rounding(), picture));
    }

    /** The mean over a whole picture. */
    static PoolingKind everywhere(Shape picture) {
        return new PoolingKind(Numbers.AVERAGE_WITHOUT_PADDING, Window.of(picture.height(), picture.width(), 1, 0, 0));
    }
}
