/** Benchmarks of what only this package sees. */
@NullMarked
package io.slidestream.tiler;

import org.jspecify.annotations.NullMarked;
