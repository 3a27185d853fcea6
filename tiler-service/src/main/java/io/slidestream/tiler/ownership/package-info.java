/** Which part of the bucket is this tiler's. */
@NullMarked
package io.slidestream.tiler.ownership;

import org.jspecify.annotations.NullMarked;
