/** What each URL answers. */
@NullMarked
package io.slidestream.aggregator.viewer.api;

import org.jspecify.annotations.NullMarked;
