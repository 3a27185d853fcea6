@NullMarked
package io.slidestream.viewer.forgetting;

import org.jspecify.annotations.NullMarked;
