package io.slidestream.broker;

import java.io.IOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.IntSupplier;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Time;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One KRaft node, broker and controller at once, on loopback. Topics and offsets live in its folder and survive close()
 * and a killed JVM alike. Topics are not created by writing to them.
 *
 * <p>Kafka ends the JVM on a fault it cannot survive. From the first start() on this JVM it does not: the fault is
 * logged and kept, and {@link #fault()} tells of it.
 */
public final class EmbeddedBroker implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(20);
    /** Free ports that are tried. */
    private static final int PORTS = 5;

    /** Least free space: with less, Kafka may have had no room for its next file. */
    private static final long ROOM_BYTES = 16 << 20;

    private static final Logger log = LoggerFactory.getLogger(EmbeddedBroker.class);

    private final FolderLock lock;
    private final Path data;
    private final KafkaRaftServer server;
    private final String bootstrapServers;
    private boolean closed;

    private EmbeddedBroker(FolderLock lock, Path data, KafkaRaftServer server, String bootstrapServers) {
        this.lock = lock;
        this.data = data;
        this.server = server;
        this.bootstrapServers = bootstrapServers;
    }

    /** Starts on a free port, on another one if somebody else was quicker; see {@link #start(Path, int)}. */
    public static EmbeddedBroker start(Path folder) {
        return start(folder, Ports::free);
    }

    static EmbeddedBroker start(Path folder, IntSupplier ports) {
        for (int left = PORTS; true; left--) {
            try {
                return start(folder, ports.getAsInt());
            } catch (BrokerException e) {
                if (left == 1 || !isTaken(e)) {
                    throw e;
                }
                log.info("{}; another one is tried", e.getMessage());
            }
        }
    }

    /** Kafka's clients, too, connect from ports that were free a moment ago. */
    private static boolean isTaken(BrokerException broken) {
        for (Throwable cause = broken; cause != null; cause = cause.getCause()) {
            if (cause instanceof BindException) {
                return true;
            }
        }
        return false;
    }

    /**
     * Starts, in 2 to 4 s, and returns when clients may connect.
     *
     * @param folder created when missing; one broker at a time may use it
     * @param port on 127.0.0.1
     * @throws BrokerException when the folder is in use or cannot be used, or the port is taken
     */
    public static EmbeddedBroker start(Path folder, int port) {
        Exits.disarm();
        Path data = folder.resolve("kafka");
        try {
            Files.createDirectories(data);
        } catch (IOException e) {
            throw new BrokerException("the broker's folder " + folder + " cannot be made: " + e, e);
        }
        FolderLock lock = FolderLock.on(folder);
        KafkaRaftServer server = null;
        try {
            Ports.checkFree(port);
            int controllerPort = Ports.free();
            Storage.formatIfNew(data);
            Storage.checkReadable(folder, data);
            server = new KafkaRaftServer(
                    new KafkaConfig(BrokerProperties.of(data, port, controllerPort), false), Time.SYSTEM);
            server.startup();
            CoordinatorTopics.ensure(data, "127.0.0.1:" + port);
            log.info("embedded broker at 127.0.0.1:{}, data in {}", port, folder);
            return new EmbeddedBroker(lock, data, server, "127.0.0.1:" + port);
        } catch (Exception | LinkageError e) {
            if (server != null) {
                Shutdown.of(server, CLOSE_TIMEOUT);
            }
            lock.close();
            throw e instanceof BrokerException known
                    ? known
                    : new BrokerException("the embedded broker cannot start in " + folder + ": " + e.getMessage(), e);
        }
    }

    public String bootstrapServers() {
        return bootstrapServers;
    }

    /**
     * Fault that would have ended a broker process; then this one must be closed, and work in this JVM may be stuck.
     */
    public Optional<String> fault() {
        return Exits.fault().map(fault -> fault + remedy());
    }

    private String remedy() {
        long room = data.toFile().getUsableSpace();
        return room >= ROOM_BYTES
                ? ""
                : "; the disk of " + data + " is full (" + room + " bytes left): make room, nothing is lost";
    }

    /** Waits up to 20 s for a clean end; a second call does nothing. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Shutdown.of(server, CLOSE_TIMEOUT);
        lock.close();
    }
}
