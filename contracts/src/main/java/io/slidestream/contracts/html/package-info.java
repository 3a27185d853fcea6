/** The one writer of pages: templates whose values are escaped. */
@NullMarked
package io.slidestream.contracts.html;

import org.jspecify.annotations.NullMarked;
