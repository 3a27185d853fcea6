@NullMarked
package io.slidestream.servicekit.telemetry;

import org.jspecify.annotations.NullMarked;
