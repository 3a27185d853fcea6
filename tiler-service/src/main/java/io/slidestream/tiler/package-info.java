/** From a slide in the bucket to its tile blocks: watching, tissue, tiling, publishing. */
@NullMarked
package io.slidestream.tiler;

import org.jspecify.annotations.NullMarked;
