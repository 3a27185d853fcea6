/** Reads PyTorch's weight files without running what is in them. */
@NullMarked
package io.slidestream.networks.pytorch;

import org.jspecify.annotations.NullMarked;
