/** What makes a process of the product go wrong from within. */
@NullMarked
package io.slidestream.system.agents;

import org.jspecify.annotations.NullMarked;
