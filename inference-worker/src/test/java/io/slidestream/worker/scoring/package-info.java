@NullMarked
package io.slidestream.worker.scoring;

import org.jspecify.annotations.NullMarked;
