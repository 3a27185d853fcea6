/** Forgetting a slide: everything that is kept of it, wherever it lies. */
@NullMarked
package io.slidestream.viewer.forgetting;

import org.jspecify.annotations.NullMarked;
