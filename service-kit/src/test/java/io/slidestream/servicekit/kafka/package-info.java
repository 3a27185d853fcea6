@NullMarked
package io.slidestream.servicekit.kafka;

import org.jspecify.annotations.NullMarked;
