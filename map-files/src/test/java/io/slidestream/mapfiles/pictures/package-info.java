@NullMarked
package io.slidestream.mapfiles.pictures;

import org.jspecify.annotations.NullMarked;
