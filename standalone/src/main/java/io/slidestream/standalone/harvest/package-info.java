/** From corrected regions to labelled tiles: which squares, whose word counts, and their pixels as the worker reads them. */
@NullMarked
package io.slidestream.standalone.harvest;

import org.jspecify.annotations.NullMarked;
