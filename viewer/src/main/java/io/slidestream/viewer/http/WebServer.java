package io.slidestream.viewer.http;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.slidestream.servicekit.run.HttpServers;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves a router over HTTP/1.1 with the JDK's server, a thread for each request in hand. Nothing it sends may load
 * anything from elsewhere.
 */
public final class WebServer implements AutoCloseable {
    /** Event streams hold a thread each; see {@link EventStreams}. */
    private static final int MAX_THREADS = 160;

    private static final String POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

    /** Pages and what they are made of; they hold nothing of a slide. */
    private static final Set<String> OPEN_TO_ALL = Set.of("/sign-in", "/api/v1/session", "/static/{file*}");

    /** Time that a client may take for 16 KiB. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private static final Logger log = LoggerFactory.getLogger(WebServer.class);

    private final HttpServer server;
    private final ExecutorService threads;
    private final Router router;
    private final Access access;
    private final RequestListener listener;
    private final SlowClients slow = new SlowClients(PATIENCE);

    private WebServer(
            HttpServer server, ExecutorService threads, Router router, Access access, RequestListener listener) {
        this.server = server;
        this.threads = threads;
        this.router = router;
        this.access = access;
        this.listener = listener;
    }

    /** Is told of every request when it is answered. */
    @FunctionalInterface
    public interface RequestListener {
        void answered(String template, int status, long nanos);
    }

    /** @throws IOException if the address cannot be listened on */
    public static WebServer start(InetSocketAddress address, Router router, Access access, RequestListener listener)
            throws IOException {
        HttpServer server = HttpServers.listening(address, 64);
        AtomicInteger count = new AtomicInteger();
        ExecutorService threads =
                new ThreadPoolExecutor(4, MAX_THREADS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "viewer-http-" + count.incrementAndGet());
                    thread.setDaemon(true);
                    return thread;
                });
        WebServer web = new WebServer(server, threads, router, access, listener);
        server.setExecutor(threads);
        server.createContext("/", web::handle);
        server.start();
        return web;
    }

    public URI uri() {
        InetSocketAddress address = server.getAddress();
        String host = address.getAddress().getHostAddress();
        return URI.create("http://" + (host.contains(":") ? "[" + host + "]" : host) + ":" + address.getPort() + "/");
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
        slow.close();
    }

    /*
     * Java's server closes the connection of what throws here. An exchange that is closed skips what is left of its request first; where
     * a chunk says to be of 68 GB, that ends in an IndexOutOfBoundsException, and the connection would stay open for an hour.
     */
    /** @throws IOException when the answer did not reach its end */
    private void handle(HttpExchange exchange) throws IOException {
        long begun = System.nanoTime();
        String template = "none";
        int status = 500;
        try (exchange) {
            Reply reply;
            try {
                access.checkOrigin(exchange);
                if (!isOpenToAll(exchange)) {
                    access.checkToken(exchange);
                }
                Router.Answer answer = router.answer(exchange);
                reply = answer.reply();
                template = answer.template();
            } catch (Problem e) {
                reply = !isPage(exchange)
                        ? Reply.problem(e)
                        : e.status() == 401 ? Reply.redirect("/sign-in") : ProblemPage.of(e);
            } catch (RuntimeException | Error e) { // no visitor ends a thread, and with it the service
                log.error(
                        "{} {} failed",
                        exchange.getRequestMethod(),
                        exchange.getRequestURI().getPath(),
                        e);
                reply = Reply.problem(Problem.internal("this is our fault; the viewer's log says more"));
            }
            status = reply.status();
            send(exchange, reply);
        } catch (IOException e) {
            log.debug("{} went away", exchange.getRemoteAddress(), e);
            throw e;
        } catch (IndexOutOfBoundsException e) {
            throw new IOException("a request of " + exchange.getRemoteAddress() + " has no end", e);
        } catch (RuntimeException | Error e) {
            log.error("an answer of {} ended in the middle", template, e);
            throw new IOException("an answer ended in the middle", e);
        } finally {
            listener.answered(template, status, System.nanoTime() - begun);
        }
    }

    private static boolean isOpenToAll(HttpExchange exchange) throws Problem {
        for (String template : OPEN_TO_ALL) {
            if (Route.get(template, request -> Reply.noContent())
                    .match(RequestPath.segments(exchange.getRequestURI().getRawPath()))
                    .isPresent()) {
                return true;
            }
        }
        return false;
    }

    /** Whether a person asks for it with a browser. */
    private static boolean isPage(HttpExchange exchange) {
        String accept = exchange.getRequestHeaders().getFirst("Accept");
        return exchange.getRequestMethod().equals("GET")
                && !exchange.getRequestURI().getPath().startsWith("/api/")
                && accept != null
                && accept.contains("text/html");
    }

    private void send(HttpExchange exchange, Reply reply) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Security-Policy", POLICY);
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cross-Origin-Opener-Policy", "same-origin");
        reply.headers().forEach(headers::set);
        boolean bodiless = exchange.getRequestMethod().equals("HEAD") || reply.length() == 0;
        long length = bodiless ? -1 : reply.length() == Reply.UNKNOWN ? 0 : reply.length();
        try (SlowClients.Turn turn = slow.turn()) {
            exchange.sendResponseHeaders(reply.status(), length);
        }
        if (bodiless) {
            return;
        }
        try (OutputStream out = slow.guarding(exchange.getResponseBody())) {
            reply.body().writeTo(out);
        }
    }
}
