@NullMarked
package io.slidestream.trainer.measure;

import org.jspecify.annotations.NullMarked;
