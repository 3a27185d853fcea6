/** Slides as files: a folder's content, their identity, whether they changed. */
@NullMarked
package io.slidestream.slides.store;

import org.jspecify.annotations.NullMarked;
