/** A small HTTP server: routes, answers, problems, access; knows nothing of slides. */
@NullMarked
package io.slidestream.viewer.http;

import org.jspecify.annotations.NullMarked;
