/** What stands on the page about one map, whether it is shown as HTML or as PDF. */
@NullMarked
package io.slidestream.mapfiles.formats.report;

import org.jspecify.annotations.NullMarked;
