package io.slidestream.viewer.http;

import java.io.IOException;

/** Answers the requests of one route. Called by many threads. */
@FunctionalInterface
public interface Handler {
    Reply handle(Request request) throws IOException, Problem;
}
