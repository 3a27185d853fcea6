@NullMarked
package io.slidestream.viewer;

import org.jspecify.annotations.NullMarked;
