/** The three services as processes of their own, for drills and measurements. */
@NullMarked
package io.slidestream.proving.processes;

import org.jspecify.annotations.NullMarked;
