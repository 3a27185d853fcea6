@NullMarked
package io.slidestream.viewer.catalog;

import org.jspecify.annotations.NullMarked;
