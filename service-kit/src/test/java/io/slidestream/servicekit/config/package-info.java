@NullMarked
package io.slidestream.servicekit.config;

import org.jspecify.annotations.NullMarked;
