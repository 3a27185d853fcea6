package io.slidestream.viewer.http;

import com.sun.net.httpserver.HttpExchange;
import java.net.HttpCookie;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * On loopback there is no token, but any web site that the user visits can send requests there. Two headers keep it out,
 * because a page cannot forge them: Host, which names what the browser thinks it talks to (a name that was made to resolve
 * to 127.0.0.1 is not one of ours), and Origin, which names the page that sends a change. Elsewhere the token is asked
 * for, as a bearer or as the cookie that signing in sets.
 */
/** Who may ask. */
public final class Access {
    /** The cookie of those who signed in. */
    public static final String COOKIE = "slidestream";

    private static final Set<String> LOOPBACK = Set.of("localhost", "127.0.0.1", "[::1]");

    private final @Nullable String token;

    private Access(@Nullable String token) {
        this.token = token;
    }

    /**
     * @param token what everybody must know, or null where only this machine can reach the address
     * @throws IllegalArgumentException if others can reach the address and there is no token; meant for people
     */
    public static Access to(InetSocketAddress address, @Nullable String token) {
        boolean loopback = address.getAddress() != null && address.getAddress().isLoopbackAddress();
        if (token == null && !loopback) {
            throw new IllegalArgumentException("the viewer would answer everyone who reaches " + address.getHostString()
                    + ": set a token (viewer.token), or bind it to 127.0.0.1");
        }
        if (token != null && token.length() < 8) {
            throw new IllegalArgumentException("the viewer's token must have 8 characters at least");
        }
        return new Access(token);
    }

    public boolean needsToken() {
        return token != null;
    }

    /** Whether this is the token. Takes as long for a near miss as for a far one. */
    public boolean isToken(String given) {
        return token != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the request comes from one of our own pages or from a program, not from another web site. */
    void checkOrigin(HttpExchange exchange) throws Problem {
        String host = header(exchange, "Host").orElse("");
        if (token == null && !LOOPBACK.contains(host.replaceFirst(":\\d+$", ""))) {
            throw Problem.forbidden("this viewer answers to localhost only, not to " + host);
        }
        boolean reads = Set.of("GET", "HEAD").contains(exchange.getRequestMethod());
        Optional<String> origin = header(exchange, "Origin");
        if (!reads
                && origin.isPresent()
                && !origin.get().replaceFirst("^https?://", "").equals(host)) {
            throw Problem.forbidden("a page of " + origin.get() + " may not change anything here");
        }
        String type = header(exchange, "Content-Type").orElse("");
        if (exchange.getRequestMethod().equals("POST") && !type.startsWith("application/json")) {
            throw Problem.unsupported("a POST must have Content-Type: application/json");
        }
    }

    void checkToken(HttpExchange exchange) throws Problem {
        if (token == null
                || bearer(exchange)
                        .or(() -> cookie(exchange))
                        .filter(this::isToken)
                        .isPresent()) {
            return;
        }
        throw Problem.unauthorized("send the token as 'Authorization: Bearer …', or sign in at /sign-in");
    }

    private static Optional<String> bearer(HttpExchange exchange) {
        return header(exchange, "Authorization")
                .filter(value -> value.startsWith("Bearer "))
                .map(value -> value.substring("Bearer ".length()).strip());
    }

    private static Optional<String> cookie(HttpExchange exchange) {
        List<String> headers = exchange.getRequestHeaders().getOrDefault("Cookie", List.of());
        return headers.stream()
                .flatMap(header -> List.of(header.split(";\\s*")).stream())
                .filter(pair -> pair.startsWith(COOKIE + "="))
                .map(pair -> pair.substring(COOKIE.length() + 1))
                .flatMap(value -> decoded(value).stream())
                .findFirst();
    }

    /** What we encoded; empty for what we cannot have sent, which is no token either. */
    private static Optional<String> decoded(String value) {
        try {
            return Optional.of(java.net.URLDecoder.decode(value, StandardCharsets.UTF_8));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /** The header value that signs the browser in. No script can read it, no other site sends it. */
    public static String cookieFor(String token) {
        HttpCookie cookie = new HttpCookie(COOKIE, java.net.URLEncoder.encode(token, StandardCharsets.UTF_8));
        return cookie.getName() + "=" + cookie.getValue() + "; Path=/; HttpOnly; SameSite=Strict";
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }
}
