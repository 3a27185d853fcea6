/** OME-TIFF and OME-Zarr: probabilities as images of many channels, classes as labels. */
@NullMarked
package io.slidestream.mapfiles.formats.ome;

import org.jspecify.annotations.NullMarked;
