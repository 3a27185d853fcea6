/** From tile blocks to their scores: reading, batching, classifying, publishing, acknowledging. */
@NullMarked
package io.slidestream.worker;

import org.jspecify.annotations.NullMarked;
