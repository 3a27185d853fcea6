package io.slidestream.servicekit.kafka;

import io.slidestream.contracts.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;

/**
 * The rights that each service needs where brokers deny what no rule allows, and an administrator has made topics and groups
 * ({@code topics.create=never}, {@code groups.configure=never}). Follows what the services call.
 */
public final class ServiceRights {
    private ServiceRights() {}

    /** A service, as a user of Kafka. */
    public enum Service {
        TILER,
        WORKER,
        AGGREGATOR;

        /** Name of the user in the examples. */
        public String user() {
            return "slidestream-" + name().toLowerCase(Locale.ROOT);
        }
    }

    /** How a rule names what it is about. */
    public enum Pattern {
        LITERAL,
        PREFIXED
    }

    /**
     * One rule.
     *
     * @param operation as Kafka calls it
     * @param resource topic or group
     */
    public record Right(String operation, String resource, Pattern pattern, String name) {
        static Right to(String operation, String resource, String name) {
            return new Right(operation, resource, Pattern.LITERAL, name);
        }

        @Override
        public String toString() {
            return operation + " on " + resource + " " + name + (pattern == Pattern.PREFIXED ? "…" : "");
        }

        /** Options of Kafka's {@code kafka-acls.sh}. */
        String option() {
            return "--operation " + operation + " --" + resource + " " + name
                    + (pattern == Pattern.PREFIXED ? " --resource-pattern-type prefixed" : "");
        }
    }

    /** All rights of a service, in a fixed order; DESCRIBE comes with READ and WRITE, and is named where it comes alone. */
    public static List<Right> of(Service service) {
        List<Right> rights = new ArrayList<>();
        switch (service) {
            case TILER -> {
                read(rights, Topic.SLIDES, Topic.SLIDE_STATES, Topic.COMMANDS, Topic.TUMOR_MAPS, Topic.TILE_SCORES);
                write(rights, Topic.SLIDES, Topic.SLIDE_STATES, Topic.TILE_BLOCKS, Topic.TILE_BLOCKS_URGENT);
                rights.add(topic("WRITE", Topic.DEAD_LETTERS));
                rights.add(new Right("READ", "group", Pattern.PREFIXED, "slidestream-tiler-"));
            }
            case WORKER -> {
                read(
                        rights,
                        Topic.TILE_BLOCKS,
                        Topic.TILE_BLOCKS_URGENT,
                        Topic.SLIDES,
                        Topic.TUMOR_MAPS,
                        Topic.TILE_SCORES);
                write(rights, Topic.TILE_BLOCKS, Topic.TILE_BLOCKS_URGENT, Topic.TILE_SCORES);
                rights.add(topic("WRITE", Topic.DEAD_LETTERS));
                rights.add(new Right("READ", "group", Pattern.PREFIXED, "slidestream-workers-"));
                rights.add(new Right("DESCRIBE_CONFIGS", "group", Pattern.PREFIXED, "slidestream-workers-"));
            }
            case AGGREGATOR -> {
                read(rights, Topic.SLIDES, Topic.SLIDE_STATES, Topic.TILE_SCORES, Topic.TUMOR_MAPS);
                write(rights, Topic.TUMOR_MAPS, Topic.COMMANDS);
                rights.add(topic("WRITE", Topic.DEAD_LETTERS));
                for (String operation : List.of("CREATE", "READ", "WRITE")) {
                    rights.add(new Right(operation, "topic", Pattern.PREFIXED, "slidestream-aggregator-"));
                }
                rights.add(new Right("READ", "group", Pattern.LITERAL, "slidestream-aggregator"));
            }
        }
        TopicPlan.names().stream()
                .filter(topic -> rights.stream().noneMatch(right -> right.name().equals(topic)))
                .toList()
                .forEach(topic -> rights.add(topic("DESCRIBE", topic)));
        return rights;
    }

    private static void read(List<Right> rights, Topic<?>... topics) {
        Stream.of(topics).forEach(topic -> rights.add(topic("READ", topic.name())));
    }

    private static void write(List<Right> rights, Topic<?>... topics) {
        Stream.of(topics).forEach(topic -> rights.add(topic("WRITE", topic.name())));
    }

    private static Right topic(String operation, String name) {
        return new Right(operation, "topic", Pattern.LITERAL, name);
    }

    /** Table for the documentation. */
    public static String markdown() {
        StringBuilder text = new StringBuilder("| who | right | topics | groups |\n|---|---|---|---|\n");
        for (Service service : Service.values()) {
            byOperation(service)
                    .forEach((operation, rights) -> text.append("| ")
                            .append(service.name().toLowerCase(Locale.ROOT))
                            .append(" | ")
                            .append(operation)
                            .append(" | ")
                            .append(names(rights, "topic"))
                            .append(" | ")
                            .append(names(rights, "group"))
                            .append(" |\n"));
        }
        return text.toString();
    }

    private static String names(List<Right> rights, String resource) {
        return rights.stream()
                .filter(right -> right.resource().equals(resource))
                .map(right -> "`" + right.name() + (right.pattern() == Pattern.PREFIXED ? "…" : "") + "`")
                .collect(Collectors.joining(", "));
    }

    private static Map<String, List<Right>> byOperation(Service service) {
        return of(service).stream().collect(Collectors.groupingBy(Right::operation, TreeMap::new, Collectors.toList()));
    }

    /** Script with Kafka's own commands: topics, then rules. */
    public static String commands(int partitions, short replication) {
        StringBuilder text = new StringBuilder("""
                #!/bin/sh
                # Makes Slidestream's topics, and the rules of its three users, in a cluster that denies what no rule allows.
                # Printed by: slidestream rights --as commands
                #   deploy/kafka/prepare HOST:PORT admin.properties
                # Kafka's commands must be on the PATH; admin.properties is how an administrator logs in.
                # Every name is that of the settings' defaults.
                set -eu
                at="--bootstrap-server ${1:?name a broker as HOST:PORT} --command-config ${2:?name the file with the properties of an administrator}"
                """);
        for (NewTopic topic : TopicPlan.topics(partitions, replication)) {
            text.append(TopicPlan.command(topic)
                            .replace("--bootstrap-server … --create", "$at --create --if-not-exists"))
                    .append('\n');
        }
        for (Service service : Service.values()) {
            text.append('\n');
            byRule(service)
                    .forEach((rule, operations) -> text.append("kafka-acls.sh $at --add --allow-principal User:")
                            .append(service.user())
                            .append(operations.stream()
                                    .map(one -> " --operation " + one)
                                    .collect(Collectors.joining()))
                            .append(rule)
                            .append('\n'));
        }
        return text.toString();
    }

    private static Map<String, List<String>> byRule(Service service) {
        Map<String, List<String>> rules = new TreeMap<>();
        for (Right right : of(service)) {
            String rule = " --" + right.resource() + " " + right.name()
                    + (right.pattern() == Pattern.PREFIXED ? " --resource-pattern-type prefixed" : "");
            rules.computeIfAbsent(rule, one -> new ArrayList<>()).add(right.operation());
        }
        return rules;
    }

    /** Manifests for the Strimzi operator: topics and users. */
    public static String strimzi(int partitions, short replication) {
        StringBuilder text = new StringBuilder("""
                # Topics and users of Slidestream for the Strimzi operator (v1 of its resources).
                # Printed by: slidestream rights --as strimzi
                # Name your cluster in place of the label's my-cluster; its listener must have SCRAM, and its spec authorization: simple.
                """);
        for (NewTopic topic : TopicPlan.topics(partitions, replication)) {
            head(text, "KafkaTopic", topic.name())
                    .append("  partitions: ")
                    .append(topic.numPartitions())
                    .append("\n  replicas: ")
                    .append(topic.replicationFactor())
                    .append("\n  config:\n");
            new TreeMap<>(topic.configs())
                    .forEach((key, value) -> text.append("    ")
                            .append(key)
                            .append(": \"")
                            .append(value)
                            .append("\"\n"));
        }
        for (Service service : Service.values()) {
            head(text, "KafkaUser", service.user())
                    .append(
                            "  authentication:\n    type: scram-sha-512\n  authorization:\n    type: simple\n    acls:\n");
            Map<String, List<Right>> rules = new TreeMap<>(of(service).stream()
                    .collect(Collectors.groupingBy(right -> right.resource() + right.pattern() + right.name())));
            rules.values().forEach(rights -> rule(text, rights));
        }
        return text.toString();
    }

    private static StringBuilder head(StringBuilder text, String kind, String name) {
        return text.append("---\napiVersion: kafka.strimzi.io/v1\nkind: ")
                .append(kind)
                .append("\nmetadata:\n  name: ")
                .append(name)
                .append("\n  labels:\n    strimzi.io/cluster: my-cluster\nspec:\n");
    }

    private static void rule(StringBuilder text, List<Right> rights) {
        Right first = rights.get(0);
        text.append("      - resource:\n          type: ")
                .append(first.resource())
                .append("\n          name: ")
                .append(first.name())
                .append("\n          patternType: ")
                .append(first.pattern() == Pattern.PREFIXED ? "prefix" : "literal")
                .append("\n        operations:\n");
        rights.forEach(right ->
                text.append("          - ").append(camel(right.operation())).append('\n'));
    }

    /** Strimzi's spelling: DescribeConfigs for DESCRIBE_CONFIGS. */
    private static String camel(String operation) {
        return Stream.of(operation.split("_"))
                .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
                .collect(Collectors.joining());
    }
}
