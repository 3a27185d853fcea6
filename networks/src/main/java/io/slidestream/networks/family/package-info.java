/** The families of networks that are known, each in one file, found from the names and shapes of a file's tensors. */
@NullMarked
package io.slidestream.networks.family;

import org.jspecify.annotations.NullMarked;
