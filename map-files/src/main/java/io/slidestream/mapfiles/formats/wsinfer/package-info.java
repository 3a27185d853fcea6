/** The results folder that WSInfer would have written. */
@NullMarked
package io.slidestream.mapfiles.formats.wsinfer;

import org.jspecify.annotations.NullMarked;
