/** What every engine offers, and what works with any of them: batch size, symmetries, devices. */
@NullMarked
package io.slidestream.networks.engine;

import org.jspecify.annotations.NullMarked;
