/** What the services share: configuration, lifecycle, health and metrics endpoint, topics, dead letters. */
@NullMarked
package io.slidestream.servicekit;

import org.jspecify.annotations.NullMarked;
