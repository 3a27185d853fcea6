@NullMarked
package io.slidestream.catalog.people;

import org.jspecify.annotations.NullMarked;
