@NullMarked
package io.slidestream.standalone.pipeline;

import org.jspecify.annotations.NullMarked;
