/** Where on a slide there is tissue, and where pens have marked it. */
@NullMarked
package io.slidestream.tiler.tissue;

import org.jspecify.annotations.NullMarked;
