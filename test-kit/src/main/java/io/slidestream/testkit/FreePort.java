package io.slidestream.testkit;

import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Picks ports for programs that must be told theirs. They lie below those that systems give to outgoing connections, so that
 * none of these takes one between the look and the program's start.
 */
public final class FreePort {
    private static final int FIRST = 12_000;
    private static final int AFTER_LAST = 32_000;
    private static final int TRIES = 100;

    private FreePort() {}

    /** A port that is free on loopback. */
    public static int pick() throws IOException {
        IOException last = new BindException("none was tried");
        for (int i = 0; i < TRIES; i++) {
            int port = ThreadLocalRandom.current().nextInt(FIRST, AFTER_LAST);
            try (ServerSocket socket = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (BindException taken) {
                last = taken;
            }
        }
        throw last;
    }
}
