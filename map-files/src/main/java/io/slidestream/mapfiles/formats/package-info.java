/** What every output implements: its name, what it writes while the tiles go by, and what it writes of the finished map. */
@NullMarked
package io.slidestream.mapfiles.formats;

import org.jspecify.annotations.NullMarked;
