@NullMarked
package io.slidestream.catalog.maps;

import org.jspecify.annotations.NullMarked;
