/** Brokers in processes of their own, one or several: what faults of a cluster are tried on. */
@NullMarked
package io.slidestream.broker.cluster;

import org.jspecify.annotations.NullMarked;
