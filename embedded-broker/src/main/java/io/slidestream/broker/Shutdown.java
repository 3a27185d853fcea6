package io.slidestream.broker;

import java.time.Duration;
import kafka.server.KafkaRaftServer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Ends a server without waiting for ever. */
final class Shutdown {
    private static final Logger log = LoggerFactory.getLogger(Shutdown.class);

    private Shutdown() {}

    static void of(KafkaRaftServer server, Duration timeout) {
        Thread thread = new Thread(
                () -> {
                    server.shutdown();
                    server.awaitShutdown();
                },
                "embedded-broker-shutdown");
        thread.setDaemon(true);
        thread.start();
        try {
            thread.join(timeout.toMillis());
            if (thread.isAlive()) {
                log.warn("the embedded broker has not ended within {}; its folder recovers at the next start", timeout);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
