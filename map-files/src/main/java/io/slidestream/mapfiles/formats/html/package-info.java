/** The page about one map as one HTML file. */
@NullMarked
package io.slidestream.mapfiles.formats.html;

import org.jspecify.annotations.NullMarked;
