@NullMarked
package io.slidestream.networks.engine;

import org.jspecify.annotations.NullMarked;
