@NullMarked
package io.slidestream.networks.dl4j;

import org.jspecify.annotations.NullMarked;
