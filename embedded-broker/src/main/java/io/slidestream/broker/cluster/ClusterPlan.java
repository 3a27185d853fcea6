package io.slidestream.broker.cluster;

import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * What a cluster is like.
 *
 * @param folder for data and logs; what is in it stays
 * @param brokers each is a controller, too
 * @param tempo of its groups and sessions
 * @param login how a user shows who it is
 * @param users who may log in; without any everybody may do everything
 * @param keeper told each process as it starts, so that it does not outlive this JVM
 */
public record ClusterPlan(
        Path folder, int brokers, Tempo tempo, Login login, List<String> users, UnaryOperator<Process> keeper) {
    /** Users who may do everything, where there are users at all. */
    public static final String ADMINISTRATOR = "admin";

    /** How soon members and brokers that are gone are noticed. */
    public enum Tempo {
        /** As Kafka comes: heartbeats of share groups each 5 s. What goes wrong within them shows. */
        AS_SHIPPED,
        /** As the broker of one machine: heartbeats each 250 ms; a broker that is gone is missed after 4 s. */
        BRISK
    }

    /** How a user shows who it is. */
    public enum Login {
        /** Not at all: everybody may do everything. */
        NONE("PLAINTEXT"),
        /** SCRAM, with password NAME-secret. */
        PASSWORD("SASL_PLAINTEXT"),
        /** Mutual TLS: the user is the common name of its certificate. */
        CERTIFICATE("SSL");

        private final String protocol;

        Login(String protocol) {
            this.protocol = protocol;
        }

        /** As Kafka's setting has it. */
        String protocol() {
            return protocol;
        }
    }

    public ClusterPlan {
        users = List.copyOf(users);
        if (brokers < 1 || brokers > 9) {
            throw new IllegalArgumentException("brokers must be in 1..9, was " + brokers);
        }
    }

    /** Brokers that let everybody in. */
    public static ClusterPlan open(Path folder, int brokers, UnaryOperator<Process> keeper) {
        return new ClusterPlan(folder, brokers, Tempo.AS_SHIPPED, Login.NONE, List.of(), keeper);
    }

    /** The same that log users in with passwords, the {@link #ADMINISTRATOR} among them, and deny what no rule allows. */
    public ClusterPlan secured(List<String> names) {
        return secured(Login.PASSWORD, names);
    }

    /** The same with certificates. */
    public ClusterPlan certified(List<String> names) {
        return secured(Login.CERTIFICATE, names);
    }

    private ClusterPlan secured(Login by, List<String> names) {
        List<String> all = Stream.concat(Stream.of(ADMINISTRATOR), names.stream())
                .distinct()
                .toList();
        return new ClusterPlan(folder, brokers, tempo, by, all, keeper);
    }

    public ClusterPlan at(Tempo other) {
        return new ClusterPlan(folder, brokers, other, login, users, keeper);
    }

    boolean isSecured() {
        return login != Login.NONE;
    }

    /** Replicas of each partition. */
    public int replicas() {
        return Math.min(3, brokers);
    }

    /** Replicas that must have a record before it counts as written. */
    public int inSync() {
        return Math.max(1, replicas() - 1);
    }

    static String password(String user) {
        return user + "-secret";
    }
}
