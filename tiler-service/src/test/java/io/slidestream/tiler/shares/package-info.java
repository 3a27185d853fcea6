@NullMarked
package io.slidestream.tiler.shares;

import org.jspecify.annotations.NullMarked;
