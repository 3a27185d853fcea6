@NullMarked
package io.slidestream.aggregator.ledger;

import org.jspecify.annotations.NullMarked;
