@NullMarked
package io.slidestream.mapfiles.cohort;

import org.jspecify.annotations.NullMarked;
