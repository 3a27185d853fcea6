package io.slidestream.servicekit.kafka;

import io.slidestream.servicekit.kafka.ServiceRights.Pattern;
import io.slidestream.servicekit.kafka.ServiceRights.Right;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.CreateTopicsOptions;
import org.apache.kafka.clients.admin.DescribeTopicsOptions;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/*
 * A broker tells with a topic's description what the asker may do with it. So all that is missing is known after one question,
 * before the first record; otherwise a right to write would be missed when the first slide comes, and the next one after that.
 * Brokers without rules answer that everything is allowed.
 */
/** Compares what a service needs of topics with what it may do. Changes nothing. */
final class RightsCheck {
    /** Stands for any topic of a prefix: nobody makes it. */
    private static final String PROBE = "rights-check";

    private final Admin admin;
    private final Wait wait;

    /** Waits for an answer as long as the caller does. */
    interface Wait {
        <T> T answer(KafkaFuture<T> asked) throws InterruptedException, ExecutionException;
    }

    RightsCheck(Admin admin, Wait wait) {
        this.admin = admin;
        this.wait = wait;
    }

    /** Asks for topics with what may be done with them. */
    static Map<String, KafkaFuture<TopicDescription>> describe(Admin admin, List<String> topics) {
        return admin.describeTopics(topics, new DescribeTopicsOptions().includeAuthorizedOperations(true))
                .topicNameValues();
    }

    /** Rights that a topic's description lacks. */
    static List<Right> missing(List<Right> needed, TopicDescription topic) {
        Set<AclOperation> told = topic.authorizedOperations();
        if (told == null) {
            return List.of(); // the broker did not say
        }
        List<String> allowed = told.stream().map(AclOperation::name).toList();
        return needed.stream()
                .filter(right -> isOn(right, topic.name()) && !allowed.contains(right.operation()))
                .toList();
    }

    /** Rights on a topic that may not even be seen: all that are needed, which include to see it. */
    static List<Right> on(String topic, List<Right> needed) {
        List<Right> rights = needed.stream().filter(right -> isOn(right, topic)).toList();
        return rights.isEmpty() ? List.of(Right.to("DESCRIBE", "topic", topic)) : rights;
    }

    private static boolean isOn(Right right, String topic) {
        return right.resource().equals("topic")
                && (right.pattern() == Pattern.PREFIXED ? topic.startsWith(right.name()) : topic.equals(right.name()));
    }

    /** Missing rights on topics that the service makes itself, by their prefix. */
    List<Right> missingOfPrefixes(List<Right> needed) throws InterruptedException, ExecutionException {
        List<Right> prefixed = needed.stream()
                .filter(right -> right.resource().equals("topic") && right.pattern() == Pattern.PREFIXED)
                .toList();
        if (prefixed.isEmpty()) {
            return List.of();
        }
        String prefix = prefixed.get(0).name();
        List<String> made = wait.answer(admin.listTopics().names()).stream()
                .filter(topic -> topic.startsWith(prefix))
                .sorted()
                .toList();
        return made.isEmpty() ? missingBeforeTheFirst(prefixed) : missingOf(prefixed, made.get(0));
    }

    private List<Right> missingOf(List<Right> prefixed, String topic) throws InterruptedException, ExecutionException {
        TopicDescription description = wait.answer(
                Objects.requireNonNull(describe(admin, List.of(topic)).get(topic)));
        return missing(prefixed, description).stream()
                .filter(right -> !right.operation().equals("CREATE")) // it is there
                .toList();
    }

    /** As long as none is there, or may be seen, the rights to see and to make one can be told. */
    private List<Right> missingBeforeTheFirst(List<Right> prefixed) throws InterruptedException, ExecutionException {
        String probe = prefixed.get(0).name() + PROBE;
        try {
            wait.answer(Objects.requireNonNull(describe(admin, List.of(probe)).get(probe)));
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return prefixed;
            }
            if (!(e.getCause() instanceof UnknownTopicOrPartitionException)) {
                throw e;
            }
        }
        try {
            wait.answer(admin.createTopics(
                            List.of(new NewTopic(probe, 1, (short) 1)), new CreateTopicsOptions().validateOnly(true))
                    .all());
            return List.of();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof AuthorizationException) {
                return prefixed.stream()
                        .filter(right -> right.operation().equals("CREATE"))
                        .toList();
            }
            throw e;
        }
    }
}
