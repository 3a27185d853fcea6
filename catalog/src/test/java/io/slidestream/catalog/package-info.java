@NullMarked
package io.slidestream.catalog;

import org.jspecify.annotations.NullMarked;
