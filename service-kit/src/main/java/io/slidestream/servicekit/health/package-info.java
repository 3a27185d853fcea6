/** The parts of a service and how they say that they are well. */
@NullMarked
package io.slidestream.servicekit.health;

import org.jspecify.annotations.NullMarked;
