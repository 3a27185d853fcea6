/** What is known of every slide and map, restored from the topics. */
@NullMarked
package io.slidestream.tiler.states;

import org.jspecify.annotations.NullMarked;
