@NullMarked
package io.slidestream.networks.published;

import org.jspecify.annotations.NullMarked;
