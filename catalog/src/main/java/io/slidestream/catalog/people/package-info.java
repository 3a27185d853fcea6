/** What people add to maps. The only part of the catalog that nothing else can tell again. */
@NullMarked
package io.slidestream.catalog.people;

import org.jspecify.annotations.NullMarked;
