/** A map's folder: which formats it has, its summary.json written and read, and how its files come to lie there whole. */
@NullMarked
package io.slidestream.mapfiles.results;

import org.jspecify.annotations.NullMarked;
