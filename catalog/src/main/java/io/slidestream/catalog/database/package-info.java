/** The database itself: connections, transactions, the schema's steps, and what its faults mean. Knows nothing of maps. */
@NullMarked
package io.slidestream.catalog.database;

import org.jspecify.annotations.NullMarked;
