@NullMarked
package io.slidestream.contracts;

import org.jspecify.annotations.NullMarked;
