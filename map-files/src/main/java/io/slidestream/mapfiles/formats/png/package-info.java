/** Pictures of the map, beside and on top of its slide. */
@NullMarked
package io.slidestream.mapfiles.formats.png;

import org.jspecify.annotations.NullMarked;
