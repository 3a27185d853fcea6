/** A clock of their own for processes of the product. */
@NullMarked
package io.slidestream.system.clock;

import org.jspecify.annotations.NullMarked;
