/** What tests of all modules share. */
@NullMarked
package io.slidestream.testkit;

import org.jspecify.annotations.NullMarked;
