@NullMarked
package io.slidestream.mapfiles.results;

import org.jspecify.annotations.NullMarked;
