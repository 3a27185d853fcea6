/** All services in one JVM. */
@NullMarked
package io.slidestream.standalone.pipeline;

import org.jspecify.annotations.NullMarked;
