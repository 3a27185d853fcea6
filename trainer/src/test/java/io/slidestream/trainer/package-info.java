@NullMarked
package io.slidestream.trainer;

import org.jspecify.annotations.NullMarked;
