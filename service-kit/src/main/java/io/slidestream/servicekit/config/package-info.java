/** Settings: keys, checks, references. */
@NullMarked
package io.slidestream.servicekit.config;

import org.jspecify.annotations.NullMarked;
