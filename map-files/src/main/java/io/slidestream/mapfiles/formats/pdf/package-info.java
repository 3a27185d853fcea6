/** The page about one map as a PDF. */
@NullMarked
package io.slidestream.mapfiles.formats.pdf;

import org.jspecify.annotations.NullMarked;
