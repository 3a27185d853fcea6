@NullMarked
package io.slidestream.proving.synth;

import org.jspecify.annotations.NullMarked;
