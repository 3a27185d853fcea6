/** Topics, publishers, dead letters and share groups. */
@NullMarked
package io.slidestream.servicekit.kafka;

import org.jspecify.annotations.NullMarked;
