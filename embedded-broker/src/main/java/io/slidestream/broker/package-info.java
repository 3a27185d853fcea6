/** A Kafka broker inside this JVM: what the standalone runs on, and the tests. */
@NullMarked
package io.slidestream.broker;

import org.jspecify.annotations.NullMarked;
