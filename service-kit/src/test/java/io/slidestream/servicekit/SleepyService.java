package io.slidestream.servicekit;

import io.slidestream.servicekit.config.CommonSettings;
import io.slidestream.servicekit.health.Component;
import io.slidestream.servicekit.health.Health;
import io.slidestream.servicekit.run.ServiceRunner;
import java.util.List;

/** A process to be ended: its part says when it starts, closes, and how ready the service is then. */
final class SleepyService {
    private SleepyService() {}

    public static void main(String[] args) {
        ServiceRunner.main("sleepy", CommonSettings.definition(0), args, (settings, metrics) -> List.of(new Part()));
    }

    private static final class Part implements Component {
        @Override
        public String name() {
            return "sleeper";
        }

        @Override
        public void start() {
            System.out.println("started");
        }

        @Override
        public Health check() {
            return Health.ready();
        }

        /** Drains until a line comes in. */
        @Override
        public void close() {
            System.out.println("draining");
            try {
                System.in.read();
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
            System.out.println("closed");
        }
    }
}
