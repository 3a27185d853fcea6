package io.slidestream.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.UnknownHostException;

/** Ports on loopback. Kafka's controller must know its port before it binds, so port 0 is no choice. */
final class Ports {
    private Ports() {}

    /** Free a moment ago. */
    static int free() {
        try (ServerSocket socket = new ServerSocket(0, 1, loopback())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new BrokerException("no port is free on 127.0.0.1: " + e.getMessage(), e);
        }
    }

    static void checkFree(int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(loopback(), port));
        } catch (IOException e) {
            throw new BrokerException("port " + port + " of 127.0.0.1 is taken; choose another for the broker", e);
        }
    }

    private static InetAddress loopback() throws UnknownHostException {
        return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
    }
}
