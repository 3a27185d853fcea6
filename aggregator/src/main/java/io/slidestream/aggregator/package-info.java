/** The tile ledger of each map, kept by a Kafka Streams topology that writes a map when its ledger balances. */
@NullMarked
package io.slidestream.aggregator;

import org.jspecify.annotations.NullMarked;
