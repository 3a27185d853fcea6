@NullMarked
package io.slidestream.broker;

import org.jspecify.annotations.NullMarked;
