/** The ledger on Kafka Streams: topology, state on disk, dead letters, threads that die. */
@NullMarked
package io.slidestream.aggregator.streams;

import org.jspecify.annotations.NullMarked;
