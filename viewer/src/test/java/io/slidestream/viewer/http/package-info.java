@NullMarked
package io.slidestream.viewer.http;

import org.jspecify.annotations.NullMarked;
