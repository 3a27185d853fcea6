@NullMarked
package io.slidestream.servicekit;

import org.jspecify.annotations.NullMarked;
