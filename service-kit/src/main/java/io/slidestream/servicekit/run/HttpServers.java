package io.slidestream.servicekit.run;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;

/**
 * Makes the JDK's HTTP servers, all of a process: the JDK reads its properties when the first one is made, so whoever makes
 * it sets them for the others.
 */
public final class HttpServers {
    static {
        // Else a header and its body, two small packets, wait 40 ms for each other.
        System.setProperty("sun.net.httpserver.nodelay", "true");
        // A request holds a thread from its first byte on. What was set on the command line stays.
        setUnlessSet("sun.net.httpserver.maxReqTime", Duration.ofSeconds(10));
        // The last resort: whoever writes ends those that take nothing long before. Event streams begin anew by
        // themselves.
        setUnlessSet("sun.net.httpserver.maxRspTime", Duration.ofHours(1));
        setUnlessSet("sun.net.httpserver.idleInterval", Duration.ofSeconds(30));
    }

    private HttpServers() {}

    private static void setUnlessSet(String property, Duration time) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, Long.toString(time.toSeconds()));
        }
    }

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
