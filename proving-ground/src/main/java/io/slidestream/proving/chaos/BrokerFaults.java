package io.slidestream.proving.chaos;

import io.slidestream.broker.cluster.ClusterNode;
import java.time.Duration;

/** What happens to brokers. */
final class BrokerFaults {
    private BrokerFaults() {}

    private static ClusterNode node(Field field, Step step) {
        return field.cluster().nodes().get(step.broker() - 1);
    }

    record Killed() implements Fault.Effect {
        @Override
        public void strike(Field field, Step step) throws InterruptedException {
            node(field, step).kill();
        }

        @Override
        public void heal(Field field, Step step) {
            node(field, step).start();
        }
    }

    record Ended() implements Fault.Effect {
        @Override
        public void strike(Field field, Step step) throws InterruptedException {
            node(field, step).stop();
        }

        @Override
        public void heal(Field field, Step step) {
            node(field, step).start();
        }
    }

    record Hangs() implements Fault.Effect {
        @Override
        public void strike(Field field, Step step) throws InterruptedException {
            node(field, step).pause();
        }

        @Override
        public void heal(Field field, Step step) throws InterruptedException {
            node(field, step).resume();
        }
    }

    record CutOff() implements Fault.Effect {
        @Override
        public void strike(Field field, Step step) {
            node(field, step).cutOff();
        }

        @Override
        public void heal(Field field, Step step) {
            node(field, step).reconnect();
        }
    }

    record Late() implements Fault.Effect {
        @Override
        public void strike(Field field, Step step) {
            node(field, step).holdMetadata();
        }

        @Override
        public void heal(Field field, Step step) {
            node(field, step).releaseMetadata();
        }
    }

    record DiskSlow() implements Fault.Effect {
        /** A disk that fails and tries again and again. */
        private static final Duration WRITE = Duration.ofMillis(500);

        @Override
        public void strike(Field field, Step step) {
            node(field, step).slowDisk(WRITE);
        }

        @Override
        public void heal(Field field, Step step) {
            node(field, step).mendDisk();
        }
    }

    record LeadersMoved() implements Fault.Effect {
        @Override
        public void strike(Field field, Step step) throws InterruptedException {
            try {
                field.note(field.cluster().admin().moveLeaders() + " leaders moved");
            } catch (IllegalStateException e) {
                field.note("not all leaders moved: " + e.getMessage());
            }
        }

        @Override
        public void heal(Field field, Step step) {
            // they stay where they are
        }
    }

    /** An upgrade: each is ended and started again, the next when all replicas are in sync. */
    record Rolled() implements Fault.Effect {
        @Override
        public void strike(Field field, Step step) throws InterruptedException {
            field.cluster().roll();
        }

        @Override
        public void heal(Field field, Step step) {
            // each is up again
        }
    }

    /** A broker is away, and all replicas are asked for: records are given but none are taken. */
    record WritesRefused() implements Fault.Effect {
        @Override
        public void strike(Field field, Step step) throws InterruptedException {
            try {
                field.cluster().admin().askForReplicas(field.cluster().replicas());
            } catch (IllegalStateException e) {
                field.note("writes are not refused everywhere: " + e.getMessage());
            }
            node(field, step).kill();
        }

        @Override
        public void heal(Field field, Step step) throws InterruptedException {
            node(field, step).start();
            field.cluster().awaitHealed();
            field.cluster().admin().askForReplicas(field.cluster().replicas() - 1);
        }
    }
}
