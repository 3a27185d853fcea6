/** Slides made by program, whose truth is known: for tests, demonstrations and measurements. */
@NullMarked
package io.slidestream.synthetic;

import org.jspecify.annotations.NullMarked;
