@NullMarked
package io.slidestream.contracts.time;

import org.jspecify.annotations.NullMarked;
