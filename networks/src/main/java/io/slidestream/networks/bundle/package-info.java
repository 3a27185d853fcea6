/** Model bundles: the folder, its configuration, the network it names, its id. */
@NullMarked
package io.slidestream.networks.bundle;

import org.jspecify.annotations.NullMarked;
