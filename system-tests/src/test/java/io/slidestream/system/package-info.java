/** The whole product as its users run it: processes, folders, signals. */
@NullMarked
package io.slidestream.system;

import org.jspecify.annotations.NullMarked;
