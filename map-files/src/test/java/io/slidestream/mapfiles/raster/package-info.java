@NullMarked
package io.slidestream.mapfiles.raster;

import org.jspecify.annotations.NullMarked;
