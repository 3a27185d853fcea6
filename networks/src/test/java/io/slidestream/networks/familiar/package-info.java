@NullMarked
package io.slidestream.networks.familiar;

import org.jspecify.annotations.NullMarked;
