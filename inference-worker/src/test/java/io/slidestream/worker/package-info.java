@NullMarked
package io.slidestream.worker;

import org.jspecify.annotations.NullMarked;
