/** What the tests of several modules share. */
@NullMarked
package io.slidestream.testkit;

import org.jspecify.annotations.NullMarked;
