/** A finished map and its figures: scores, areas, tumour regions, colours. Knows no file. */
@NullMarked
package io.slidestream.mapfiles.map;

import org.jspecify.annotations.NullMarked;
