/** Benchmarks of what only this package sees. */
@NullMarked
package io.slidestream.networks;

import org.jspecify.annotations.NullMarked;
