package io.slidestream.viewer.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Finds the route of a request. */
public final class Router {
    private final List<Route> routes;

    public Router(List<Route> routes) {
        this.routes = List.copyOf(routes);
    }

    public List<Route> routes() {
        return routes;
    }

    /** The answer, and the template it was found under. */
    record Answer(Reply reply, String template) {}

    Answer answer(HttpExchange exchange) throws IOException, Problem {
        List<String> segments = RequestPath.segments(exchange.getRequestURI().getRawPath());
        String method = exchange.getRequestMethod().equals("HEAD") ? "GET" : exchange.getRequestMethod();
        for (Route route : routes) {
            Optional<Map<String, List<String>>> values = route.match(segments);
            if (values.isPresent() && route.method().equals(method)) {
                return new Answer(route.handler().handle(new Request(exchange, values.get())), route.template());
            }
        }
        String others = routes.stream()
                .filter(route -> route.match(segments).isPresent())
                .map(Route::method)
                .distinct()
                .collect(Collectors.joining(", "));
        if (others.isEmpty()) {
            throw Problem.notFound("nothing is at " + exchange.getRequestURI().getPath()
                    + "; /api/v1/openapi.json lists what there is");
        }
        throw Problem.methodNotAllowed(method + " is not for this resource; it takes " + others);
    }
}
