package io.slidestream.networks.onednn;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;
import io.slidestream.networks.engine.Unfinished;
import io.slidestream.networks.graph.Network;
import io.slidestream.networks.graph.Node;
import io.slidestream.networks.graph.QuantizedNetwork;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
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
 * in the processor's caches. Threads that have no picture sleep, so who has the next pictures says so ({@link #begin}) before
 * it asks for the rows of these: the thread that is done first goes on with them. One call at a time.
 */
public final class Trunk implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Trunk.class);

    private final Stretch stretch;
    private final ByteArithmetic arithmetic;
    private final Program program;
    private final List<Lane> lanes;
    private final ExecutorService threads;
    /** As many as there are threads, so that who runs finds one. */
    private final Queue<Lane> idle;
    /** What was begun and not asked for, by the address of the pictures. */
    private final Map<Long, Begun> begun = new HashMap<>();

    private final Deque<Memory> spare = new ArrayDeque<>();

    private Trunk(
            Stretch stretch, ByteArithmetic arithmetic, Program program, List<Lane> lanes, ExecutorService threads) {
        this.stretch = stretch;
        this.arithmetic = arithmetic;
        this.program = program;
        this.lanes = lanes;
        this.threads = threads;
        idle = new ConcurrentLinkedQueue<>(lanes);
    }

    /** Pictures that are computed, and where their rows go. */
    private record Begun(int count, Memory rows, List<Future<?>> running) {}

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
            trunk = Unfinished.await(
                    executor.submit(() -> compile(network, stretch, threads, arithmetic, executor)),
                    RuntimeException.class);
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
     * Begins with so many pictures, for which {@link #run} will ask; nobody may write to them until then.
     *
     * @param pictures address of the first
     */
    public void begin(long pictures, int count) {
        if (!begun.containsKey(pictures)) {
            Memory rows = spare.isEmpty() ? null : spare.pop();
            if (rows == null || rows.size() < count * rowBytes()) {
                rows = new Memory(count * rowBytes());
            }
            begun.put(pictures, new Begun(count, rows, submit(pictures, count, Pointer.nativeValue(rows))));
        }
    }

    /**
     * Computes the rows of so many pictures.
     *
     * @param pictures address of the first, each of as many floats as it has numbers
     * @param rows address of the first
     */
    public void run(long pictures, int count, long rows) {
        Begun before = begun.remove(pictures);
        if (before != null) {
            awaitAll(before.running());
            spare.push(before.rows());
            if (before.count() >= count) {
                new Pointer(rows)
                        .getByteBuffer(0, count * rowBytes())
                        .put(before.rows().getByteBuffer(0, count * rowBytes()));
                return;
            }
        }
        awaitAll(submit(pictures, count, rows));
    }

    /** Waits for what was begun of these pictures and is not wanted any more; does nothing if nothing was. */
    public void forget(long pictures) {
        Begun before = begun.remove(pictures);
        if (before != null) {
            try {
                awaitAll(before.running());
            } catch (RuntimeException e) {
                log.debug("Pictures that nobody asked for failed", e);
            }
        }
    }

    /** The same of all pictures. */
    public void forgetAll() {
        List.copyOf(begun.keySet()).forEach(this::forget);
    }

    private long rowBytes() {
        return (long) width() * Float.BYTES;
    }

    /** Has the threads compute the rows of these pictures when they are done with those before. */
    private List<Future<?>> submit(long pictures, int count, long rows) {
        int side = stretch.shape(Network.INPUT).height();
        long pictureBytes = 3L * side * side * Float.BYTES;
        AtomicInteger next = new AtomicInteger();
        List<Future<?>> running = new ArrayList<>();
        for (int thread = 0; thread < Math.min(count, lanes.size()); thread++) {
            running.add(threads.submit(() -> {
                Lane lane = idle.remove();
                try {
                    for (int i = next.getAndIncrement(); i < count; i = next.getAndIncrement()) {
                        lane.run(new Pointer(pictures + i * pictureBytes), new Pointer(rows + i * rowBytes()));
                    }
                } finally {
                    idle.add(lane);
                }
            }));
        }
        return running;
    }

    /** Waits for all, since they write to the caller's memory, and throws what the last that failed threw. */
    private static void awaitAll(List<Future<?>> running) {
        RuntimeException failure = null;
        for (Future<?> lane : running) {
            try {
                Unfinished.await(lane, RuntimeException.class);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public void close() {
        forgetAll();
        threads.shutdown();
        lanes.forEach(Lane::close);
        program.handles().close();
    }
}
