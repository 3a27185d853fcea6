package io.slidestream.servicekit.run;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * The JDK's HTTP server gives a thread to each connection that has sent a byte, before it knows what is asked for: as many idle
 * connections as there are threads, and an orchestrator hears nothing of a healthy service and kills it. Here one thread waits for
 * all connections at once and none has it to itself. A connection has ten seconds in all; when there are too many, the oldest
 * goes for the newest. Each carries one request: probes and scrapes come seconds apart.
 */
/** Answers GETs of a few paths over HTTP/1.1, whatever other clients do meanwhile. */
final class ProbeServer implements AutoCloseable {
    private static final int MAX_CONNECTIONS = 256;
    private static final int MAX_ACCEPTED_AT_ONCE = 64;
    private static final int MAX_HEAD_BYTES = 8192;
    private static final int MAX_SLOW_WAITING = 16;
    private static final Duration TIME_FOR_A_REQUEST = Duration.ofSeconds(10);
    private static final Duration LOOK_INTERVAL = Duration.ofSeconds(1);
    private static final Logger log = LoggerFactory.getLogger(ProbeServer.class);

    /** Response to a request. */
    record Answer(int status, String type, String text) {
        static Answer problem(int status, String text) {
            return new Answer(status, "text/plain; charset=utf-8", text + "\n");
        }
    }

    /** Makes the answer of one path. */
    @FunctionalInterface
    interface Page {
        Answer answer();
    }

    /**
     * Pages that are served.
     *
     * @param quick pages by path, made on the thread that serves all: they wait for nothing
     * @param slow pages by path, made on a thread of their own
     */
    record Pages(Map<String, Page> quick, Map<String, Page> slow) {}

    private final ServerSocketChannel listener;
    private final InetSocketAddress address;
    private final Selector selector;
    private final HostRule hosts;
    private final Pages pages;
    private final ExecutorService slowThread;
    private final Queue<Runnable> made = new ConcurrentLinkedQueue<>();
    private final Set<Connection> connections = new LinkedHashSet<>();
    private final Thread thread;
    private volatile boolean closed;

    private ProbeServer(
            ServerSocketChannel listener, InetSocketAddress address, Selector selector, HostRule hosts, Pages pages) {
        this.listener = listener;
        this.address = address;
        this.selector = selector;
        this.hosts = hosts;
        this.pages = pages;
        slowThread = new ThreadPoolExecutor(
                1,
                1,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(MAX_SLOW_WAITING),
                task -> daemon(task, "ops-http-metrics"));
        thread = daemon(this::serve, "ops-http");
    }

    /** @throws IOException if the address cannot be listened on */
    static ProbeServer start(InetSocketAddress address, HostRule hosts, Pages pages) throws IOException {
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.bind(address, MAX_CONNECTIONS);
            listener.configureBlocking(false);
            Selector selector = Selector.open();
            listener.register(selector, SelectionKey.OP_ACCEPT);
            ProbeServer server =
                    new ProbeServer(listener, (InetSocketAddress) listener.getLocalAddress(), selector, hosts, pages);
            server.thread.start();
            return server;
        } catch (IOException | RuntimeException e) {
            listener.close();
            throw e;
        }
    }

    /** The address with the port that was found. */
    InetSocketAddress address() {
        return address;
    }

    @Override
    public void close() {
        closed = true;
        selector.wakeup();
        slowThread.shutdownNow();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void serve() {
        try (listener;
                selector) {
            while (!closed) {
                selector.select(LOOK_INTERVAL.toMillis());
                for (Runnable ready = made.poll(); ready != null; ready = made.poll()) {
                    ready.run();
                }
                List<SelectionKey> keys = new ArrayList<>(selector.selectedKeys());
                selector.selectedKeys().clear();
                // Those that are here first, lest newcomers push them out.
                for (SelectionKey key : keys) {
                    if (key.isValid() && key.attachment() instanceof Connection connection) {
                        connection.proceed();
                    }
                }
                accept();
                endOverdue();
            }
        } catch (IOException e) {
            log.error("health and metrics are answered no longer", e);
        } finally {
            List.copyOf(connections).forEach(Connection::end);
        }
    }

    private void accept() {
        for (int i = 0; i < MAX_ACCEPTED_AT_ONCE; i++) {
            SocketChannel channel = null;
            try {
                channel = listener.accept();
                if (channel == null) {
                    return;
                }
                channel.configureBlocking(false);
                Connection connection = new Connection(channel, channel.register(selector, SelectionKey.OP_READ));
                connection.key.attach(connection);
                connections.add(connection);
                if (connections.size() > MAX_CONNECTIONS) {
                    connections.iterator().next().end();
                }
                connection.proceed();
            } catch (IOException e) { // out of file descriptors, say, or gone before it was here
                log.debug("a connection could not be accepted", e);
                quietly(channel);
                return;
            }
        }
    }

    private void endOverdue() {
        long now = System.nanoTime();
        for (Connection connection : List.copyOf(connections)) {
            if (now - connection.begun < TIME_FOR_A_REQUEST.toNanos()) {
                return; // the others came later
            }
            connection.end();
        }
    }

    /** What is sent of an answer. */
    private enum Extent {
        HEAD,
        WHOLE
    }

    /** A client with its one request. Confined to the serving thread. */
    private final class Connection {
        private final SocketChannel channel;
        private final SelectionKey key;
        private final long begun = System.nanoTime();
        private final ByteBuffer head = ByteBuffer.allocate(MAX_HEAD_BYTES);
        private @Nullable ByteBuffer out;
        private boolean asked;

        Connection(SocketChannel channel, SelectionKey key) {
            this.channel = channel;
            this.key = key;
        }

        void proceed() {
            try {
                if (out != null) {
                    write(out);
                } else if (!asked) {
                    read();
                } else {
                    discard();
                }
            } catch (IOException | RuntimeException e) {
                log.debug("a client went away", e);
                end();
            }
        }

        private void read() throws IOException {
            int count = channel.read(head);
            String text = new String(head.array(), 0, head.position(), StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end >= 0) {
                asked = true;
                answer(text.substring(0, end));
            } else if (count < 0) {
                end();
            } else if (!head.hasRemaining()) {
                asked = true;
                send(
                        Answer.problem(431, "the head of a request may have " + MAX_HEAD_BYTES + " bytes at most"),
                        Extent.WHOLE);
            }
        }

        private void answer(String request) throws IOException {
            List<String> lines = List.of(request.split("\r\n", -1));
            String[] words = lines.get(0).split(" ", -1);
            if (words.length != 3 || !words[2].startsWith("HTTP/1.")) {
                send(Answer.problem(400, "this is no request of HTTP/1.1"), Extent.WHOLE);
                return;
            }
            Extent extent = words[0].equals("HEAD") ? Extent.HEAD : Extent.WHOLE;
            if (!hosts.allows(host(lines))) {
                send(Answer.problem(403, "this endpoint does not answer to that Host; ask by address"), extent);
                return;
            }
            String path = path(words[1]);
            Page quick = pages.quick().get(path);
            Page slow = pages.slow().get(path);
            if (quick == null && slow == null) {
                send(Answer.problem(404, "nothing is here"), extent);
            } else if (!words[0].equals("GET") && !words[0].equals("HEAD")) {
                send(Answer.problem(405, "GET and HEAD only"), Extent.WHOLE);
            } else if (quick != null) {
                send(make(quick), extent);
            } else if (slow != null) {
                sendLater(slow, extent);
            }
        }

        private void sendLater(Page page, Extent extent) throws IOException {
            try {
                slowThread.execute(() -> {
                    Answer answer = make(page);
                    made.add(() -> {
                        if (connections.contains(this)) {
                            sendOrEnd(answer, extent);
                        }
                    });
                    selector.wakeup();
                });
            } catch (RejectedExecutionException e) {
                send(Answer.problem(503, "too many ask for this at once"), extent);
            }
        }

        private void sendOrEnd(Answer answer, Extent extent) {
            try {
                send(answer, extent);
            } catch (IOException e) {
                log.debug("a client went away", e);
                end();
            }
        }

        private void send(Answer answer, Extent extent) throws IOException {
            byte[] body = answer.text().getBytes(StandardCharsets.UTF_8);
            byte[] top = ("HTTP/1.1 " + answer.status() + " " + (answer.status() < 400 ? "OK" : "No")
                            + "\r\nContent-Type: " + answer.type() + "\r\nContent-Length: " + body.length
                            + (answer.status() == 405 ? "\r\nAllow: GET, HEAD" : "")
                            + "\r\nX-Content-Type-Options: nosniff\r\nCache-Control: no-store"
                            + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII);
            ByteBuffer all = ByteBuffer.allocate(top.length + body.length).put(top);
            if (extent == Extent.WHOLE) {
                all.put(body);
            }
            out = all.flip();
            write(all);
        }

        private void write(ByteBuffer bytes) throws IOException {
            channel.write(bytes);
            if (bytes.hasRemaining()) {
                key.interestOps(SelectionKey.OP_WRITE);
                return;
            }
            out = null;
            // What the client still sends is read, lest the kernel take the answer back.
            channel.shutdownOutput();
            key.interestOps(SelectionKey.OP_READ);
        }

        private void discard() throws IOException {
            head.clear();
            if (channel.read(head) < 0) {
                end();
            }
        }

        void end() {
            connections.remove(this);
            key.cancel();
            quietly(channel);
        }
    }

    private static Answer make(Page page) {
        try {
            return page.answer();
        } catch (RuntimeException e) {
            log.error("a page of health and metrics cannot be made", e);
            return Answer.problem(500, "this is our fault; the log says more");
        }
    }

    private static @Nullable String host(List<String> lines) {
        List<String> hosts = lines.stream()
                .skip(1)
                .filter(line -> line.regionMatches(true, 0, "host:", 0, 5))
                .map(line -> line.substring(5).strip())
                .toList();
        return hosts.isEmpty() ? null : String.join(", ", hosts); // of two no name is made that is answered
    }

    private static String path(String target) {
        try {
            String path = URI.create(target).getPath();
            return path == null ? "" : path;
        } catch (IllegalArgumentException e) {
            return "";
        }
    }

    private static Thread daemon(Runnable task, String name) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    private static void quietly(@Nullable SocketChannel channel) {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            log.debug("a connection could not be closed", e);
        }
    }
}
