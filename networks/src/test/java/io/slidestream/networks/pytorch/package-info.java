@NullMarked
package io.slidestream.networks.pytorch;

import org.jspecify.annotations.NullMarked;
