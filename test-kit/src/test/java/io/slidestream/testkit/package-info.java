@NullMarked
package io.slidestream.testkit;

import org.jspecify.annotations.NullMarked;
