package io.slidestream.servicekit.kafka;

import io.slidestream.servicekit.kafka.ServiceRights.Right;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.ClusterAuthorizationException;
import org.apache.kafka.common.errors.GroupAuthorizationException;
import org.apache.kafka.common.errors.InconsistentGroupProtocolException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.InvalidGroupIdException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnsupportedVersionException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.protocol.Errors;
import org.jspecify.annotations.Nullable;

/*
 * Kafka calls retriable what the same client may try again at once. More passes than that: coordinators move, groups are deleted
 * and made again, permissions and credentials are withdrawn and given back. A new client, a little later, meets another world.
 * Only what rests on this process's own configuration or code, or on the broker's version, stays.
 *
 * The share consumer knows some of the errors that a broker may answer a fetch with; for any other it throws an
 * IllegalStateException that has the error's number in its text alone ("Unexpected error code 15 while fetching from ...").
 */
/** Failures of Kafka's clients: whether they pass, and what they mean. */
public final class KafkaFailures {
    private static final Pattern UNEXPECTED = Pattern.compile("Unexpected error code (-?\\d{1,5}) ");

    private static final Set<Class<? extends Throwable>> LASTING = Set.of(
            ConfigException.class,
            UnsupportedVersionException.class,
            InvalidGroupIdException.class,
            InconsistentGroupProtocolException.class,
            InvalidTopicException.class,
            SerializationException.class,
            RecordTooLargeException.class,
            WakeupException.class,
            InterruptException.class);

    private KafkaFailures() {}

    /** Whether a new client may fare better a little later. */
    public static boolean mayPass(Throwable failure) {
        Throwable cause = causeOf(failure);
        for (Throwable one = cause; one != null; one = one.getCause()) {
            Throwable asked = one;
            if (LASTING.stream().anyMatch(lasting -> lasting.isInstance(asked))) {
                return false;
            }
        }
        if (cause instanceof IllegalStateException) {
            RuntimeException known = unexpected(cause);
            return known != null && mayPass(known);
        }
        return cause instanceof KafkaException;
    }

    /** What it means that reading failed, for people; names the right that is denied, or the cure of what stays. */
    public static String describe(Throwable failure) {
        return describe(failure, "READ");
    }

    /** What it means that writing failed, for people. */
    public static String describeWriting(Throwable failure) {
        return describe(failure, "WRITE");
    }

    private static String describe(Throwable failure, String right) {
        Throwable cause = causeOf(failure);
        RuntimeException unexpected = cause instanceof IllegalStateException ? unexpected(cause) : null;
        if (cause instanceof TopicAuthorizationException denied) {
            return "Kafka denies this service "
                    + new TreeSet<>(denied.unauthorizedTopics())
                            .stream()
                                    .map(topic ->
                                            Right.to(right, "topic", topic).toString())
                                    .collect(Collectors.joining(", "))
                    + "; docs/cluster.md has the rights of each service";
        }
        if (cause instanceof ClusterAuthorizationException) {
            // Said to a producer that may write to no topic at all.
            return "Kafka denies this service WRITE on every topic; docs/cluster.md has the rights of each service";
        }
        if (cause instanceof GroupAuthorizationException denied) {
            // A member that is refused in its heartbeat is not told of which group.
            return "Kafka denies this service READ on "
                    + (denied.groupId() == null ? "its group" : "group " + denied.groupId())
                    + "; docs/cluster.md has the rights of each service";
        }
        if (cause instanceof AuthenticationException) {
            return "Kafka does not accept this service's credentials (" + cause.getMessage()
                    + "); they are under kafka.sasl.… or kafka.ssl.…";
        }
        if (cause instanceof UnsupportedVersionException) {
            return "this broker is too old (" + cause.getMessage() + "); use Kafka 4.2 or newer";
        }
        if (cause instanceof InvalidGroupIdException || cause instanceof InconsistentGroupProtocolException) {
            return "Kafka does not take the group (" + cause.getMessage()
                    + "); another kind of group may have its name: set another, or delete that one";
        }
        if (unexpected != null) {
            return cause.getMessage() + ": " + unexpected.getMessage();
        }
        return cause.getMessage() == null
                ? cause.toString()
                : cause.getClass().getSimpleName() + ": " + cause.getMessage();
    }

    private static @Nullable RuntimeException unexpected(Throwable failure) {
        Matcher said = UNEXPECTED.matcher(String.valueOf(failure.getMessage()));
        return said.find() ? Errors.forCode(Short.parseShort(said.group(1))).exception() : null;
    }

    private static Throwable causeOf(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }
}
