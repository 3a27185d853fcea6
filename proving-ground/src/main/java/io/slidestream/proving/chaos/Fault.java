package io.slidestream.proving.chaos;

import io.slidestream.proving.processes.ServiceKind;
import java.io.IOException;
import java.util.Locale;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** What can go wrong, and how it ends. */
enum Fault {
    TILER_KILLED(Target.TILER, service(ServiceKind.TILER, Blow.KILL)),
    TILER_ENDED(Target.TILER, service(ServiceKind.TILER, Blow.END)),
    TILER_HANGS(Target.TILER, service(ServiceKind.TILER, Blow.HANG)),
    WORKER_KILLED(Target.WORKER, service(ServiceKind.WORKER, Blow.KILL)),
    WORKER_ENDED(Target.WORKER, service(ServiceKind.WORKER, Blow.END)),
    WORKER_HANGS(Target.WORKER, service(ServiceKind.WORKER, Blow.HANG)),
    AGGREGATOR_KILLED(Target.AGGREGATOR, service(ServiceKind.AGGREGATOR, Blow.KILL)),
    AGGREGATOR_ENDED(Target.AGGREGATOR, service(ServiceKind.AGGREGATOR, Blow.END)),
    AGGREGATOR_HANGS(Target.AGGREGATOR, service(ServiceKind.AGGREGATOR, Blow.HANG)),
    GROUP_DELETED(Target.WORKER, GroupDeleted::new),
    BUCKET_AWAY(Target.BUCKET, BucketAway::new),
    BROKER_KILLED(Target.BROKERS, BrokerFaults.Killed::new),
    BROKER_ENDED(Target.BROKERS, BrokerFaults.Ended::new),
    BROKER_HANGS(Target.BROKERS, BrokerFaults.Hangs::new),
    BROKER_CUT_OFF(Target.BROKERS, BrokerFaults.CutOff::new),
    BROKER_LATE(Target.BROKERS, BrokerFaults.Late::new),
    BROKER_DISK_SLOW(Target.BROKERS, BrokerFaults.DiskSlow::new),
    LEADERS_MOVED(Target.LEADERS, BrokerFaults.LeadersMoved::new),
    WRITES_REFUSED(Target.LEADERS, BrokerFaults.WritesRefused::new),
    BROKERS_ROLLED(Target.LEADERS, BrokerFaults.Rolled::new);

    private static Supplier<Effect> service(ServiceKind kind, Blow blow) {
        return () -> new ServiceStruck(kind, blow);
    }

    /** What is struck: nothing is struck twice at a time. */
    enum Target {
        TILER,
        WORKER,
        AGGREGATOR,
        BUCKET,
        BROKERS,
        /** Needs several brokers, of which none is struck otherwise. */
        LEADERS;

        boolean collidesWith(Target other) {
            return this == other || excludes(this, other) || excludes(other, this);
        }

        /** A tiler that starts without its bucket says so and ends, for whoever set it up wrong. */
        private static boolean excludes(Target one, Target other) {
            return (one == LEADERS && other == BROKERS) || (one == BUCKET && other == TILER);
        }
    }

    private final Target target;

    @SuppressWarnings("ImmutableEnumChecker") // lambdas without state
    private final Supplier<Effect> effect;

    Fault(Target target, Supplier<Effect> effect) {
        this.target = target;
        this.effect = effect;
    }

    Target target() {
        return target;
    }

    /** A new one for each time that it happens. */
    Effect effect() {
        return effect.get();
    }

    String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Faults that so many brokers can have. */
    static Stream<Fault> of(int brokers) {
        return Stream.of(values()).filter(fault -> brokers > 1 || fault.target != Target.LEADERS);
    }

    /** One occurrence of a fault. */
    interface Effect {
        void strike(Field field, Step step) throws IOException, InterruptedException;

        void heal(Field field, Step step) throws IOException, InterruptedException;

        /** Whether the chain works again, once it is healed. */
        default boolean recovered(Field field) {
            return field.progressed();
        }
    }
}
