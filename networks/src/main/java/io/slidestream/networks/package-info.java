/** Model bundles, preprocessing, network definitions, weight files and inference engines. */
@NullMarked
package io.slidestream.networks;

import org.jspecify.annotations.NullMarked;
