@NullMarked
package io.slidestream.networks.onednn;

import org.jspecify.annotations.NullMarked;
