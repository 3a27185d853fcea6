/** A table over all maps of a results folder. */
@NullMarked
package io.slidestream.mapfiles.cohort;

import org.jspecify.annotations.NullMarked;
