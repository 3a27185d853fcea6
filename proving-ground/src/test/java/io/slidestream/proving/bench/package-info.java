@NullMarked
package io.slidestream.proving.bench;

import org.jspecify.annotations.NullMarked;
