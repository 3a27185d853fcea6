/** How good a network is: confusion, calibration, robustness. */
@NullMarked
package io.slidestream.trainer.measure;

import org.jspecify.annotations.NullMarked;
