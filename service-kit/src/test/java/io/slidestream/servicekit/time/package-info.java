@NullMarked
package io.slidestream.servicekit.time;

import org.jspecify.annotations.NullMarked;
