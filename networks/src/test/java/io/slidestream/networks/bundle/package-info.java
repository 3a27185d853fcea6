@NullMarked
package io.slidestream.networks.bundle;

import org.jspecify.annotations.NullMarked;
