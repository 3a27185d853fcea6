@NullMarked
package io.slidestream.servicekit.run;

import org.jspecify.annotations.NullMarked;
