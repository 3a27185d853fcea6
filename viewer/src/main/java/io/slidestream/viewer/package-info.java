/** The web viewer and the REST API, in the aggregator's process or beside a folder of finished maps. */
@NullMarked
package io.slidestream.viewer;

import org.jspecify.annotations.NullMarked;
