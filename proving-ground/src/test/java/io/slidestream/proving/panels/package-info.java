@NullMarked
package io.slidestream.proving.panels;

import org.jspecify.annotations.NullMarked;
