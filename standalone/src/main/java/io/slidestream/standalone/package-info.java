/** Everything in one JVM with an embedded broker, and the commands behind {@code slidestream}. */
@NullMarked
package io.slidestream.standalone;

import org.jspecify.annotations.NullMarked;
