/** Pages, pictures and files that tell of a training or an evaluation. */
@NullMarked
package io.slidestream.trainer.report;

import org.jspecify.annotations.NullMarked;
