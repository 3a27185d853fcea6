@NullMarked
package io.slidestream.mapfiles.regions;

import org.jspecify.annotations.NullMarked;
