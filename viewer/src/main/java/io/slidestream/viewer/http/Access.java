package io.slidestream.viewer.http;

import com.sun.net.httpserver.HttpExchange;
import io.slidestream.contracts.time.Ticks;
import io.slidestream.servicekit.run.HostRule;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/*
 * On loopback there is no token, but any web site that the user visits can send requests there. Two headers keep it out,
 * because a page cannot forge them: Host, which names what the browser thinks it talks to (a name that was made to resolve
 * to 127.0.0.1 is not one of ours), and Origin, which names the page that sends a change. Elsewhere the token is asked
 * for, as a bearer or to sign in. The cookie of a browser that signed in is a random number that this process knows, so it tells
 * nothing of the token and can be ended.
 */
/** Check of who may send requests. */
public final class Access {
    /** The cookie of those who signed in. */
    public static final String COOKIE = "slidestream";

    private final @Nullable String token;
    private final HostRule hosts;
    private final Sessions sessions = new Sessions(Ticks.SYSTEM);
    private final TokenGuesses guesses = new TokenGuesses(Ticks.SYSTEM, 10_000);

    private Access(@Nullable String token, HostRule hosts) {
        this.token = token;
        this.hosts = hosts;
    }

    /**
     * @param token what everybody must know, or null where only this machine can reach the address
     * @throws IllegalArgumentException if others can reach the address and there is no token; meant for people
     */
    public static Access to(InetSocketAddress address, @Nullable String token) {
        boolean loopback = address.getAddress() != null && address.getAddress().isLoopbackAddress();
        if (token == null && !loopback) {
            throw new IllegalArgumentException("the viewer would answer everyone who reaches " + address.getHostString()
                    + ": set a token (environment variable SLIDESTREAM_VIEWER_TOKEN, or viewer.token in a"
                    + " configuration), or let it listen on 127.0.0.1");
        }
        if (token != null && token.length() < 8) {
            throw new IllegalArgumentException("the viewer's token must have 8 characters at least");
        }
        return new Access(token, HostRule.of(address));
    }

    public boolean needsToken() {
        return token != null;
    }

    /**
     * Signs a browser in.
     *
     * @return the value of Set-Cookie; no script can read the cookie, no other site sends it
     * @throws Problem if that is not the token, or too many wrong ones came from the same address
     */
    public String signIn(Request request, String given) throws Problem {
        if (!isToken(request.exchange(), given)) {
            throw Problem.unauthorized("that is not this viewer's token; whoever started the viewer has it");
        }
        return cookie(request, sessions.begin(), Sessions.LIFE.toSeconds());
    }

    /** Ends the session of a browser, for whoever else has its cookie too. Gives the value of Set-Cookie. */
    public String signOut(Request request) {
        cookies(request.exchange()).forEach(sessions::end);
        return cookie(request, "", 0);
    }

    private boolean isToken(HttpExchange exchange, String given) throws Problem {
        return guesses.isRight(client(exchange), () -> isToken(given));
    }

    /** Takes as long for a near miss as for a far one. */
    private boolean isToken(String given) {
        return token != null
                && MessageDigest.isEqual(
                        given.getBytes(StandardCharsets.UTF_8), token.getBytes(StandardCharsets.UTF_8));
    }

    /** Whether the request comes from one of our own pages or from a program, not from another web site. */
    void checkOrigin(HttpExchange exchange) throws Problem {
        String host = header(exchange, "Host").orElse("");
        if (token == null && !hosts.allows(host)) {
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
        if (token == null || cookies(exchange).stream().anyMatch(sessions::isOpen)) {
            return;
        }
        Optional<String> bearer = bearer(exchange);
        if (bearer.isEmpty() || !isToken(exchange, bearer.get())) {
            throw Problem.unauthorized("send the token as 'Authorization: Bearer …', or sign in at /sign-in");
        }
    }

    private static Optional<String> bearer(HttpExchange exchange) {
        return header(exchange, "Authorization")
                .filter(value -> value.startsWith("Bearer "))
                .map(value -> value.substring("Bearer ".length()).strip());
    }

    private static List<String> cookies(HttpExchange exchange) {
        List<String> headers = exchange.getRequestHeaders().getOrDefault("Cookie", List.of());
        return headers.stream()
                .flatMap(header -> List.of(header.split(";\\s*")).stream())
                .filter(pair -> pair.startsWith(COOKIE + "="))
                .map(pair -> pair.substring(COOKIE.length() + 1))
                .toList();
    }

    private static String cookie(Request request, String id, long seconds) {
        return COOKIE + "=" + id + "; Path=/; Max-Age=" + seconds + "; HttpOnly; SameSite=Strict"
                + (isOverTls(request) ? "; Secure" : "");
    }

    /** Whether the browser speaks TLS, with the proxy before us. A program that only says so gets a cookie it cannot use. */
    private static boolean isOverTls(Request request) {
        return request.header("X-Forwarded-Proto").orElse("").equalsIgnoreCase("https")
                || request.header("Origin").orElse("").startsWith("https://");
    }

    /** Whoever asks, or whom a proxy on this machine asks for. Of IPv6 the network, since a host has a whole one to itself. */
    private static String client(HttpExchange exchange) {
        InetAddress peer = exchange.getRemoteAddress().getAddress();
        List<String> forwarded = exchange.getRequestHeaders().getOrDefault("X-Forwarded-For", List.of());
        if (peer.isLoopbackAddress() && !forwarded.isEmpty()) {
            String last = forwarded.get(forwarded.size() - 1);
            return last.substring(last.lastIndexOf(',') + 1).strip().replaceAll("[^0-9A-Fa-f.:]", "?");
        }
        byte[] bytes = peer.getAddress();
        return bytes.length == 4 ? peer.getHostAddress() : HexFormat.of().formatHex(bytes, 0, 8) + "::/64";
    }

    private static Optional<String> header(HttpExchange exchange, String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }
}
