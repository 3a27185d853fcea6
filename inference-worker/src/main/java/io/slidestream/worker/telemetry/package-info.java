/** The worker's metrics, and what it asks of queue and card to fill them. */
@NullMarked
package io.slidestream.worker.telemetry;

import org.jspecify.annotations.NullMarked;
