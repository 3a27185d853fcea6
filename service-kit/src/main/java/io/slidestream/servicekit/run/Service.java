package io.slidestream.servicekit.run;

import io.slidestream.contracts.time.Ticks;
import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.health.LostThreads;
import io.slidestream.servicekit.kafka.SetBack;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A service in this JVM: its components under one lifecycle. Never ends the JVM. Safe for concurrent use; close() while
 * start() runs interrupts it, and the component in hand is closed too.
 */
public final class Service implements Component {
    private static final Logger log = LoggerFactory.getLogger(Service.class);

    private final String name;
    private final List<List<Component>> stages;
    private final List<Component> components;
    private final Duration drainTimeout;
    private final AtomicBoolean closing = new AtomicBoolean();
    private final CountDownLatch closed = new CountDownLatch(1);
    private final SetBack clock;
    private final AtomicReference<@Nullable Thread> starter = new AtomicReference<>();
    private volatile int started;
    private final Consumer<LostThreads.Loss> onLoss = this::lost;
    private volatile LostThreads.@Nullable Loss loss;

    /** @param drainTimeout how long close() waits for all components together */
    public Service(String name, List<Component> components, Duration drainTimeout) {
        this(name, components.stream().map(List::of).toList(), drainTimeout, System::currentTimeMillis);
    }

    /**
     * A service whose start is in stages.
     *
     * @param stages of components that start side by side, since none needs another of its stage
     */
    public static Service inStages(String name, List<List<Component>> stages, Duration drainTimeout) {
        return new Service(name, stages, drainTimeout, System::currentTimeMillis);
    }

    Service(String name, List<List<Component>> stages, Duration drainTimeout, LongSupplier wallMillis) {
        this.name = name;
        this.stages = stages.stream().map(List::copyOf).toList();
        this.components = this.stages.stream().flatMap(List::stream).toList();
        this.drainTimeout = drainTimeout;
        this.clock = new SetBack(wallMillis, Ticks.SYSTEM);
    }

    @Override
    public String name() {
        return name;
    }

    /** Starts the stages in order. When a component fails to start, closes all of them and throws its exception. */
    @Override
    public void start() {
        LostThreads.tell(onLoss);
        starter.set(Thread.currentThread());
        try {
            startEach();
        } catch (RuntimeException | Error e) {
            starter.set(null);
            close();
            throw e;
        } finally {
            starter.set(null);
        }
    }

    private void startEach() {
        int begun = 0;
        for (List<Component> stage : stages) {
            if (closing.get()) {
                return;
            }
            begun += stage.size();
            started = begun;
            if (stage.size() == 1) {
                start(stage.get(0));
            } else {
                startTogether(stage);
            }
        }
    }

    private void start(Component component) {
        component.start();
        log.info("{}: {} started", name, component.name());
    }

    /** Waits for all of them, whatever becomes of one: what is half started cannot be closed. */
    private void startTogether(List<Component> stage) {
        List<FutureTask<Void>> starts = stage.stream()
                .map(component -> new FutureTask<Void>(() -> start(component), null))
                .toList();
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < stage.size(); i++) {
            Thread thread = new Thread(starts.get(i), stage.get(i).name() + "-start");
            thread.setDaemon(true);
            thread.start();
            threads.add(thread);
        }
        boolean interrupted = false;
        for (Thread thread : threads) {
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                    threads.forEach(Thread::interrupt);
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        starts.forEach(Service::check);
    }

    /** Throws what a start threw. */
    private static void check(FutureTask<Void> start) {
        try {
            start.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error error) {
                throw error;
            }
            throw (RuntimeException) e.getCause();
        } catch (InterruptedException e) {
            throw new IllegalStateException("it has ended", e);
        }
    }

    /** Health of each component, in order; one whose check() throws has failed. */
    public Map<String, Health> checks() {
        Map<String, Health> checks = new LinkedHashMap<>();
        int running = started;
        for (int i = 0; i < components.size(); i++) {
            Component component = components.get(i);
            checks.put(component.name(), i < running ? check(component) : Health.starting("not started yet"));
        }
        return checks;
    }

    /**
     * The worst health of all components; a service that drains is troubled. One whose clock was set back has failed, and so has one
     * of whose process a thread ended with an exception, whoever began it.
     */
    @Override
    public Health check() {
        if (closing.get()) {
            return Health.troubled("draining");
        }
        LostThreads.adoptKafkas();
        LostThreads.Loss lost = loss;
        if (lost != null) {
            return new Health(Health.State.FAILED, lost.toString());
        }
        Health worst = clock.check();
        for (Map.Entry<String, Health> entry : checks().entrySet()) {
            Health health = entry.getValue();
            if (rank(health.state()) > rank(worst.state())) {
                worst = new Health(health.state(), entry.getKey() + ": " + health.detail());
            }
        }
        return worst;
    }

    /**
     * Closes the components in reverse order, those that were not started as well, since each may hold threads and clients from
     * its making; returns after the drain timeout even if one hangs. check() is no longer ready from the first moment.
     */
    @Override
    public void close() {
        if (closing.compareAndSet(false, true)) {
            Thread starting = starter.get();
            if (starting != null && starting != Thread.currentThread()) {
                starting.interrupt();
            }
            Thread drain = new Thread(this::drain, name + "-drain");
            drain.setDaemon(true);
            drain.start();
        }
        try {
            if (!closed.await(drainTimeout.toMillis(), TimeUnit.MILLISECONDS)) {
                log.warn("{}: not drained within {}; what is in hand will be delivered again", name, drainTimeout);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The first is the cause; others follow from it. */
    private void lost(LostThreads.Loss newest) {
        if (loss == null && !closing.get()) {
            loss = newest;
        }
    }

    private void drain() {
        for (int i = components.size() - 1; i >= 0; i--) {
            Component component = components.get(i);
            try {
                component.close();
                log.info("{}: {} closed", name, component.name());
            } catch (RuntimeException e) {
                log.warn("{}: {} did not close cleanly", name, component.name(), e);
            }
        }
        LostThreads.tellNoMore(onLoss);
        closed.countDown();
    }

    private static Health check(Component component) {
        try {
            return component.check();
        } catch (RuntimeException e) {
            return Health.failed(e);
        }
    }

    private static int rank(Health.State state) {
        return switch (state) {
            case READY -> 0;
            case TROUBLED -> 1;
            case STARTING -> 2;
            case FAILED -> 3;
        };
    }
}
