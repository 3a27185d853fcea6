@NullMarked
package io.slidestream.mapfiles.map;

import org.jspecify.annotations.NullMarked;
