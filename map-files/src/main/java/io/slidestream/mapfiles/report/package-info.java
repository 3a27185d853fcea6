/** A page about one map for people, as HTML and as PDF. */
@NullMarked
package io.slidestream.mapfiles.report;

import org.jspecify.annotations.NullMarked;
