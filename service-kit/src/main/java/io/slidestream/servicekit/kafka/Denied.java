package io.slidestream.servicekit.kafka;

import io.slidestream.servicekit.health.StartupException;
import io.slidestream.servicekit.kafka.ServiceRights.Right;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/** Rights that Kafka denies, named with what grants them. */
final class Denied {
    /** Page with the rights of each service. */
    private static final String PAGE = "docs/cluster.md";

    private Denied() {}

    static StartupException of(String operation, String resource, String name, Throwable cause) {
        return of(List.of(Right.to(operation, resource, name)), cause, "");
    }

    static StartupException of(String operation, String resource, String name, Throwable cause, String otherwise) {
        return of(List.of(Right.to(operation, resource, name)), cause, otherwise);
    }

    /** @param otherwise what else may be done, with its own conjunction; may be empty */
    static StartupException of(Collection<Right> rights, Throwable cause, String otherwise) {
        Throwable said = cause.getCause() == null ? cause : cause.getCause();
        return new StartupException(message(rights, " (" + said.getMessage() + ")", otherwise), cause);
    }

    /** What was found to be missing before anything was refused. */
    static StartupException of(Collection<Right> rights) {
        return new StartupException(message(rights, "", ""));
    }

    private static String message(Collection<Right> rights, String said, String otherwise) {
        return "Kafka denies this service "
                + rights.stream().map(Right::toString).collect(Collectors.joining(", ")) + said
                + "; an administrator grants it with kafka-acls.sh --bootstrap-server …"
                + " --add --allow-principal User:… "
                + rights.stream().map(Right::option).collect(Collectors.joining(" and "))
                + otherwise + "; " + PAGE + " has all rights of each service";
    }
}
