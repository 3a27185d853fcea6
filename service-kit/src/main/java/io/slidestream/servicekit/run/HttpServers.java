package io.slidestream.servicekit.run;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;

/**
 * Makes the JDK's HTTP servers, all of a process: the JDK reads its properties when the first one is made, so whoever makes
 * it sets them for the others.
 */
public final class HttpServers {
    static {
        // Else a header and its body, two small packets, wait 40 ms for each other.
        System.setProperty("sun.net.httpserver.nodelay", "true");
    }

    private HttpServers() {}

    /**
     * A server that listens and is not started.
     *
     * @param backlog connections that may wait to be accepted
     * @throws IOException if the address cannot be listened on
     */
    public static HttpServer listening(InetSocketAddress address, int backlog) throws IOException {
        return HttpServer.create(address, backlog);
    }
}
