@NullMarked
package io.slidestream.networks;

import org.jspecify.annotations.NullMarked;
