package io.slidestream.standalone.drill;

import io.slidestream.standalone.processes.Patience;
import io.slidestream.standalone.processes.ServiceKind;
import java.io.IOException;
import java.nio.file.Path;

/** Kafka, a bucket and the three services, as a drill needs them. */
interface DrillSetUp extends AutoCloseable {
    /** For people. */
    String where();

    /** Whether it was there before the drill, and others may use it. */
    default boolean isRunning() {
        return false;
    }

    String bootstrapServers();

    Patience patience();

    /** Puts a slide into the bucket as NAME.svs, whole at once. */
    void drop(Path slide, String name) throws IOException;

    boolean mapped(String name);

    /** Whether the aggregator has begun to write a map. */
    boolean writing();

    /** A file of the map of a slide that is mapped. */
    Path result(String name, String file) throws IOException;

    /** The first of its kind that runs. */
    DrilledService the(ServiceKind kind);

    /** Starts one more and waits until it is ready. */
    DrilledService another(ServiceKind kind) throws InterruptedException;

    /** Sees to it that one of each kind runs and is ready. */
    void complete() throws InterruptedException;

    void stopBroker();

    void startBroker();

    @Override
    void close();
}
