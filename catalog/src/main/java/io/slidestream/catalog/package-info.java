/** The catalog as one thing: where it lies, and what is in it. */
@NullMarked
package io.slidestream.catalog;

import org.jspecify.annotations.NullMarked;
