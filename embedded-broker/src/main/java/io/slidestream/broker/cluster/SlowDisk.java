package io.slidestream.broker.cluster;

import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.channels.FileChannel;
import java.util.concurrent.TimeUnit;
import kafka.server.KafkaRaftServer;
import scala.collection.Iterable;
import scala.jdk.javaapi.CollectionConverters;

/*
 * Only root can slow a disk (cgroups, device mapper), and a broker that is frozen now and then is slow in all it does. So the
 * channels through which logs are written wait instead. They are exchanged by reflection: names and types that lead to them differ
 * among the versions that brokers may be of.
 */
/**
 * Makes the disk under a broker's logs slow: it takes one write or flush after the other, each of which lasts. Logs that are made
 * later are not on it, nor is that of the metadata, as where {@code metadata.log.dir} names a disk of its own.
 */
final class SlowDisk {
    private long nanosEach;
    private long busyUntil;

    /** Has each write last so long from now on; with 0 those that wait go on, too. */
    void each(long millis, KafkaRaftServer server) throws ReflectiveOperationException {
        synchronized (this) {
            nanosEach = TimeUnit.MILLISECONDS.toNanos(millis);
            busyUntil = System.nanoTime();
            notifyAll();
        }
        if (millis > 0) {
            Object broker = call(call(server, "broker"), "get");
            for (Object log : all(call(call(broker, "logManager"), "allLogs"))) {
                for (Object segment : all(call(log, "logSegments"))) {
                    exchange(call(segment, "log"));
                }
            }
        }
    }

    /** Lasts as long as a write does. */
    synchronized void turn() {
        busyUntil = Math.max(busyUntil, System.nanoTime()) + nanosEach;
        long end = busyUntil;
        while (nanosEach > 0 && System.nanoTime() < end) {
            try {
                TimeUnit.NANOSECONDS.timedWait(this, end - System.nanoTime());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    private void exchange(Object records) throws ReflectiveOperationException {
        Field field = records.getClass().getDeclaredField("channel");
        field.setAccessible(true);
        FileChannel channel = (FileChannel) field.get(records);
        if (!(channel instanceof SlowChannel)) {
            field.set(records, new SlowChannel(channel, this));
        }
    }

    private static Object call(Object of, String method) throws ReflectiveOperationException {
        Method found = null;
        for (Class<?> type = of.getClass(); found == null && type != null; type = type.getSuperclass()) {
            for (Method one : type.getDeclaredMethods()) {
                if (one.getName().equals(method) && one.getParameterCount() == 0) {
                    found = one;
                }
            }
        }
        if (found == null) {
            throw new NoSuchMethodException(of.getClass() + " has no " + method + "()");
        }
        found.setAccessible(true);
        return found.invoke(of);
    }

    private static java.lang.Iterable<?> all(Object some) {
        return some instanceof Iterable<?> scala ? CollectionConverters.asJava(scala) : (java.lang.Iterable<?>) some;
    }
}
