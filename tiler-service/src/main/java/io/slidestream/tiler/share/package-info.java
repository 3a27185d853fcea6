/** Which part of the bucket is this tiler's. */
@NullMarked
package io.slidestream.tiler.share;

import org.jspecify.annotations.NullMarked;
