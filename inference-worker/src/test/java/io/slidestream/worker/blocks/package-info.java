@NullMarked
package io.slidestream.worker.blocks;

import org.jspecify.annotations.NullMarked;
