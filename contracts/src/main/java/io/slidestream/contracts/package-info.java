/** What travels over Kafka: records checked at birth, their protobuf codecs, the topics and the map id. */
@NullMarked
package io.slidestream.contracts;

import org.jspecify.annotations.NullMarked;
