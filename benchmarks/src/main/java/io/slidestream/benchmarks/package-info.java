/** Benchmarks. */
@NullMarked
package io.slidestream.benchmarks;

import org.jspecify.annotations.NullMarked;
