/** The worker's settings. */
@NullMarked
package io.slidestream.worker.config;

import org.jspecify.annotations.NullMarked;
