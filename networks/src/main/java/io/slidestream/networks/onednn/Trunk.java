package io.slidestream.networks.onednn;

import com.sun.jna.Pointer;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.QuantizedNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The part of a network before its dense layers, computed by oneDNN as one piece.
 *
 * <p>Each picture is computed by itself, by one thread, with primitives that were made for one picture: its numbers cannot
 * depend on the pictures beside it, on the size of the batch or on the number of threads, and what is between two layers stays
 * in the processor's caches. Threads that have no picture sleep. One call at a time.
 */
public final class Trunk implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Trunk.class);

    private final Stretch stretch;
    private final ByteArithmetic arithmetic;
    private final Program program;
    private final List<Lane> lanes;
    private final ExecutorService threads;

    private Trunk(
            Stretch stretch, ByteArithmetic arithmetic, Program program, List<Lane> lanes, ExecutorService threads) {
        this.stretch = stretch;
        this.arithmetic = arithmetic;
        this.program = program;
        this.lanes = lanes;
        this.threads = threads;
    }

    /**
     * A value of the trunk that the rest of the network reads, or that is the network's answer.
     *
     * @param from place of its first number in a picture's row
     * @param count of its numbers
     */
    public record Output(String name, int from, int count) {}

    /**
     * Compiles as much of a network as can be, for pictures in NHWC.
     *
     * @param nodes of the network, or of one with more outputs
     * @param ends names of the nodes whose values are the answer
     * @return empty where oneDNN cannot be loaded or does not compute a step
     */
    public static Optional<Trunk> of(QuantizedNetwork network, List<Node> nodes, Set<String> ends, int threads) {
        return OneDnnLibrary.isThere()
                ? of(network, nodes, ends, threads, ByteArithmetic.of(network))
                : Optional.empty();
    }

    static Optional<Trunk> of(
            QuantizedNetwork network, List<Node> nodes, Set<String> ends, int threads, ByteArithmetic arithmetic) {
        return Stretch.of(network.served().network().sizePx(), nodes, ends)
                .flatMap(stretch -> compiled(network, stretch, threads, arithmetic));
    }

    private static Optional<Trunk> compiled(
            QuantizedNetwork network, Stretch stretch, int threads, ByteArithmetic arithmetic) {
        ExecutorService executor = Executors.newFixedThreadPool(threads, Trunk::thread);
        Trunk trunk = null;
        try {
            trunk = await(executor.submit(() -> compile(network, stretch, threads, arithmetic, executor)));
            if (arithmetic == ByteArithmetic.FLOATS) {
                log.warn(
                        "{} is in bytes, and this processor has no VNNI to add them up: they are computed as floats, no faster"
                                + " than precision fp32",
                        network.served().network().label());
            }
            return Optional.of(trunk);
        } catch (OneDnnException e) {
            if (!e.isUnimplemented()) {
                throw e;
            }
            log.warn(
                    "oneDNN does not compute {} in one piece: {}",
                    network.served().network().label(),
                    e.getMessage());
            return Optional.empty();
        } finally {
            if (trunk == null) {
                executor.shutdown();
            }
        }
    }

    /** A thread whose primitives use no other. */
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(
                () -> {
                    OneDnnLibrary.useThreads(1);
                    work.run();
                },
                "onednn");
        thread.setDaemon(true);
        return thread;
    }

    private static Trunk compile(
            QuantizedNetwork network,
            Stretch stretch,
            int threads,
            ByteArithmetic arithmetic,
            ExecutorService executor) {
        Program program = Compiler.compile(network, stretch, arithmetic);
        List<Lane> lanes = new ArrayList<>();
        try {
            for (int i = 0; i < threads; i++) {
                lanes.add(new Lane(program));
            }
            return new Trunk(stretch, arithmetic, program, lanes, executor);
        } catch (RuntimeException | Error e) {
            lanes.forEach(Lane::close);
            program.handles().close();
            throw e;
        }
    }

    /** Whether layers of it are in bytes. */
    public boolean isInBytes() {
        return arithmetic != ByteArithmetic.NONE;
    }

    /** {@code oneDNN 3.8.1}, and what is to be known of its bytes. */
    public String description() {
        return "oneDNN " + OneDnnLibrary.version()
                + (arithmetic == ByteArithmetic.FLOATS ? ", bytes as floats for want of VNNI" : "");
    }

    /** Names of the nodes that it computes. */
    public Set<String> nodes() {
        return Set.copyOf(stretch.nodes().stream().map(Node::name).toList());
    }

    public List<Output> outputs() {
        return stretch.outputs().stream()
                .map(output -> new Output(output.name(), output.from(), output.count()))
                .toList();
    }

    /** Numbers of a picture's row. */
    public int width() {
        return stretch.width();
    }

    /**
     * Computes the rows of so many pictures.
     *
     * @param pictures address of the first, each of as many floats as it has numbers
     * @param rows address of the first
     */
    public void run(long pictures, int count, long rows) {
        int side = stretch.shape(Network.INPUT).height();
        long pictureBytes = 3L * side * side * Float.BYTES;
        long rowBytes = (long) width() * Float.BYTES;
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (Lane lane : lanes.subList(0, Math.min(count, lanes.size()))) {
            running.add(threads.submit(() -> {
                for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                    lane.run(new Pointer(pictures + i * pictureBytes), new Pointer(rows + i * rowBytes));
                }
            }));
        }
        RuntimeException failure = null;
        for (Future<?> lane : running) {
            try {
                await(lane);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    /** Waits to the end whatever happens, since the lanes write to the caller's memory. */
    private static <T> T await(Future<T> future) {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return future.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    if (e.getCause() instanceof RuntimeException cause) {
                        throw cause;
                    }
                    if (e.getCause() instanceof Error cause) {
                        throw cause;
                    }
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public void close() {
        threads.shutdown();
        lanes.forEach(Lane::close);
        program.handles().close();
    }
}
