@NullMarked
package io.slidestream.standalone.bench;

import org.jspecify.annotations.NullMarked;
