/** What a person sees on the terminal. */
@NullMarked
package io.slidestream.standalone.terminal;

import org.jspecify.annotations.NullMarked;
