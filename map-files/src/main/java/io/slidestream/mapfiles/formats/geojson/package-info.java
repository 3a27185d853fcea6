/** Tiles and merged regions as objects that QuPath reads. */
@NullMarked
package io.slidestream.mapfiles.formats.geojson;

import org.jspecify.annotations.NullMarked;
