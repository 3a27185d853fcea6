/** Faults drawn at random on services and brokers of its own, and what must hold whatever they do. */
@NullMarked
package io.slidestream.proving.chaos;

import org.jspecify.annotations.NullMarked;
