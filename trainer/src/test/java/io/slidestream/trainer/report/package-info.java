@NullMarked
package io.slidestream.trainer.report;

import org.jspecify.annotations.NullMarked;
