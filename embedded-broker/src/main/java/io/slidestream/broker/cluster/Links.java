package io.slidestream.broker.cluster;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Network of a cluster: a proxy before every listener of every node. A node that is cut off neither gets what was sent to it
 * nor do others get what it sends; nothing is lost but time, and nobody is told, as with a pulled cable.
 */
final class Links implements AutoCloseable {
    private static final int BUFFER_BYTES = 64 << 10;
    private static final int CLIENT = 0;
    private static final int BACKLOG = 128;

    private final Set<Closeable> open = ConcurrentHashMap.newKeySet();
    private final Map<Integer, Long> processes = new ConcurrentHashMap<>();
    private final Set<Integer> cut = new HashSet<>();

    /** Has a port lead to another, of a node. */
    void lead(ServerSocket from, int to, int node) {
        open.add(from);
        thread("link-to-" + node, () -> accept(from, to, node));
    }

    static ServerSocket listen() {
        try {
            return new ServerSocket(0, BACKLOG, InetAddress.getByAddress(new byte[] {127, 0, 0, 1}));
        } catch (IOException e) {
            throw new UncheckedIOException("no port is free on 127.0.0.1", e);
        }
    }

    void isRunBy(int node, long pid) {
        processes.put(node, pid);
    }

    void cut(int node) {
        synchronized (cut) {
            cut.add(node);
        }
    }

    void heal(int node) {
        synchronized (cut) {
            cut.remove(node);
            cut.notifyAll();
        }
    }

    @Override
    public void close() throws IOException {
        synchronized (cut) {
            cut.clear();
            cut.notifyAll();
        }
        for (Closeable one : open) {
            one.close();
        }
    }

    private void accept(ServerSocket from, int to, int node) {
        while (!from.isClosed()) {
            try {
                Socket caller = from.accept();
                thread("link-to-" + node + "-connects", () -> connect(caller, to, node));
            } catch (IOException e) {
                return; // closed
            }
        }
    }

    private void connect(Socket caller, int to, int node) {
        open.add(caller);
        try {
            int source = Sockets.owner(caller.getPort(), processes).orElse(CLIENT);
            pass(source, node);
            Socket called = new Socket(caller.getLocalAddress(), to);
            open.add(called);
            caller.setTcpNoDelay(true);
            called.setTcpNoDelay(true);
            thread("link-from-" + node, () -> pump(called, caller, node, source));
            pump(caller, called, source, node);
        } catch (IOException e) {
            end(caller); // nobody listens
        } catch (InterruptedException e) {
            end(caller);
            Thread.currentThread().interrupt();
        }
    }

    private void pump(Socket in, Socket out, int source, int target) {
        byte[] buffer = new byte[BUFFER_BYTES];
        try {
            for (int n = in.getInputStream().read(buffer);
                    n >= 0;
                    n = in.getInputStream().read(buffer)) {
                pass(source, target);
                out.getOutputStream().write(buffer, 0, n);
            }
        } catch (IOException e) {
            // one of both has gone, and so shall the other
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end(in);
        end(out);
    }

    /** Waits while one of both is cut off. */
    private void pass(int source, int target) throws InterruptedException {
        synchronized (cut) {
            while (cut.contains(source) || cut.contains(target)) {
                cut.wait();
            }
        }
    }

    private void end(Socket socket) {
        open.remove(socket);
        try {
            socket.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void thread(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, 256 << 10);
        thread.setDaemon(true);
        thread.start();
    }
}
