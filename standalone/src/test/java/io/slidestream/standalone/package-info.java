@NullMarked
package io.slidestream.standalone;

import org.jspecify.annotations.NullMarked;
