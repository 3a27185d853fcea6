@NullMarked
package io.slidestream.mapfiles.formats.ome;

import org.jspecify.annotations.NullMarked;
