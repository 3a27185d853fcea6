/** The engines of a model, on top of the rooms below: bundles, weights, patches, engines, and one package for each library. */
@NullMarked
package io.slidestream.networks;

import org.jspecify.annotations.NullMarked;
