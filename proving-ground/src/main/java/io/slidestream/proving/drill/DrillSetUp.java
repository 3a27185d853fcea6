package io.slidestream.proving.drill;

import io.slidestream.proving.processes.Patience;
import io.slidestream.proving.processes.ServiceKind;
import java.io.IOException;
import java.nio.file.Path;

/** Kafka, a bucket and the three services, as a drill needs them. */
interface DrillSetUp extends AutoCloseable {
    /** Description of the place for people. */
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

    /** The slides cannot be reached any more, as when a share is not mounted. */
    default void takeBucketAway() throws IOException {
        throw ofTheDrillsOwn();
    }

    default void bringBucketBack() throws IOException {
        throw ofTheDrillsOwn();
    }

    /** Whether disks can be made full here. */
    default boolean hasDisks() throws IOException, InterruptedException {
        return false;
    }

    /** No room is left for maps until the aggregator has said so. */
    default void fillResults() throws IOException, InterruptedException {
        throw ofTheDrillsOwn();
    }

    /** No room is left for the aggregator's state until it has ended. */
    default void fillState() throws IOException, InterruptedException {
        throw ofTheDrillsOwn();
    }

    private static DrillFailure ofTheDrillsOwn() {
        return new DrillFailure("this is done only to services of the drill's own");
    }

    void stopBroker();

    void startBroker();

    @Override
    void close();
}
