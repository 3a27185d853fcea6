/** Models that others published, and how they become bundles: their files, their names, their configurations. */
@NullMarked
package io.slidestream.networks.published;

import org.jspecify.annotations.NullMarked;
