@NullMarked
package io.slidestream.networks.family;

import org.jspecify.annotations.NullMarked;
