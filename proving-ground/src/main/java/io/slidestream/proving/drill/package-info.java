/** Faults on purpose: the services as processes of their own, killed and cut off while they map a slide. */
@NullMarked
package io.slidestream.proving.drill;

import org.jspecify.annotations.NullMarked;
