/** The table of the tiles. */
@NullMarked
package io.slidestream.mapfiles.formats.csv;

import org.jspecify.annotations.NullMarked;
