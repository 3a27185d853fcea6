/** Folders in which something is made, and what goes wrong with files, in words. */
@NullMarked
package io.slidestream.contracts.files;

import org.jspecify.annotations.NullMarked;
