/** What a metric is: its description, which is also what registers its meters. */
@NullMarked
package io.slidestream.metrics;

import org.jspecify.annotations.NullMarked;
