@NullMarked
package io.slidestream.catalog.database;

import org.jspecify.annotations.NullMarked;
