@NullMarked
package io.slidestream.viewer.forgotten;

import org.jspecify.annotations.NullMarked;
