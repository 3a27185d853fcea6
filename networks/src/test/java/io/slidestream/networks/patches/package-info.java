@NullMarked
package io.slidestream.networks.patches;

import org.jspecify.annotations.NullMarked;
