/** A finished map and its files: what they hold, how they look and how they come to lie in the results folder. */
@NullMarked
package io.slidestream.mapfiles.results;

import org.jspecify.annotations.NullMarked;
