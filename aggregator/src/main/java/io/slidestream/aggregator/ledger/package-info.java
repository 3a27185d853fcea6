/** The ledger of each map: which tiles are expected, which are scored or rejected, and when a map is whole. */
@NullMarked
package io.slidestream.aggregator.ledger;

import org.jspecify.annotations.NullMarked;
