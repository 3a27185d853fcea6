/** What each URL answers. */
@NullMarked
package io.slidestream.viewer.api;

import org.jspecify.annotations.NullMarked;
