/** Which slides there are and how far their maps have come. */
@NullMarked
package io.slidestream.viewer.catalog;

import org.jspecify.annotations.NullMarked;
