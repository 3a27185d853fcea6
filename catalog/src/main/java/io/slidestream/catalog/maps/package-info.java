/** Which maps there are and how far they have come: an index over topics and results folders, never the truth about a map. */
@NullMarked
package io.slidestream.catalog.maps;

import org.jspecify.annotations.NullMarked;
