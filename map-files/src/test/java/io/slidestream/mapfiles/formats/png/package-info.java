@NullMarked
package io.slidestream.mapfiles.formats.png;

import org.jspecify.annotations.NullMarked;
