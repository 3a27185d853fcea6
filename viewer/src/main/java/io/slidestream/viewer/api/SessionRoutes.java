package io.slidestream.viewer.api;

import io.slidestream.viewer.http.Access;
import io.slidestream.viewer.http.Problem;
import io.slidestream.viewer.http.Reply;
import io.slidestream.viewer.http.Request;
import io.slidestream.viewer.http.Route;
import java.io.IOException;
import java.util.List;

/** Signing a browser in with the token, and out. */
final class SessionRoutes {
    private final Access access;

    SessionRoutes(Access access) {
        this.access = access;
    }

    List<Route> routes() {
        return List.of(
                Route.post("/api/v1/session", this::signIn),
                Route.delete(
                        "/api/v1/session", request -> Reply.noContent().with("Set-Cookie", access.signOut(request))));
    }

    private Reply signIn(Request request) throws IOException, Problem {
        if (!access.needsToken()) {
            return Reply.noContent();
        }
        String token = request.json().path("token").asText("");
        return Reply.noContent().with("Set-Cookie", access.signIn(request, token));
    }
}
