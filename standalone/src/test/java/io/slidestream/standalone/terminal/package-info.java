@NullMarked
package io.slidestream.standalone.terminal;

import org.jspecify.annotations.NullMarked;
