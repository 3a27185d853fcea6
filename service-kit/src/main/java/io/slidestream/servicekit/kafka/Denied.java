package io.slidestream.servicekit.kafka;

import io.slidestream.servicekit.health.StartupException;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Rights that Kafka denies, named with what grants them. */
final class Denied {
    /** Page with the rights of each service. */
    private static final String PAGE = "docs/cluster.md";

    private Denied() {}

    /**
     * A right on one thing.
     *
     * @param operation as Kafka's tools call it
     * @param resource topic, group or cluster
     */
    record Right(String operation, String resource, String name) {
        @Override
        public String toString() {
            return operation + " on " + resource + (resource.equals("cluster") ? "" : " " + name);
        }

        private String option() {
            return "--operation " + operation + " --" + resource + (resource.equals("cluster") ? "" : " " + name);
        }
    }

    static StartupException of(String operation, String resource, String name, Throwable cause) {
        return of(List.of(new Right(operation, resource, name)), cause, "");
    }

    static StartupException of(String operation, String resource, String name, Throwable cause, String otherwise) {
        return of(List.of(new Right(operation, resource, name)), cause, otherwise);
    }

    /** @param otherwise what else may be done, with its own conjunction; may be empty */
    static StartupException of(Collection<Right> rights, Throwable cause, String otherwise) {
        Throwable said = cause.getCause() == null ? cause : cause.getCause();
        return new StartupException(
                "Kafka denies this service "
                        + rights.stream().map(Right::toString).collect(Collectors.joining(", "))
                        + " (" + said.getMessage()
                        + "); an administrator grants it with kafka-acls.sh --bootstrap-server …"
                        + " --add --allow-principal User:… "
                        + rights.stream().map(Right::option).collect(Collectors.joining(" and "))
                        + otherwise + "; " + PAGE + " has all rights of each service",
                cause);
    }
}
