@NullMarked
package io.slidestream.worker.telemetry;

import org.jspecify.annotations.NullMarked;
