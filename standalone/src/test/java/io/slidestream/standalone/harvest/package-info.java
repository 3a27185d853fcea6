@NullMarked
package io.slidestream.standalone.harvest;

import org.jspecify.annotations.NullMarked;
