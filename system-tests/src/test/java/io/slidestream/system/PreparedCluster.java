package io.slidestream.system;

import io.slidestream.broker.cluster.ClusterAdmin;
import io.slidestream.broker.cluster.ClusterPlan;
import io.slidestream.broker.cluster.KafkaCluster;
import io.slidestream.servicekit.kafka.ServiceRights;
import io.slidestream.servicekit.run.Reaper;
import io.slidestream.testkit.Await;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/** A broker that denies what no rule allows, prepared as the script of {@code slidestream rights --as commands} says. */
final class PreparedCluster implements AutoCloseable {
    private final KafkaCluster cluster;
    private final List<AclBinding> rules = new ArrayList<>();

    private PreparedCluster(KafkaCluster cluster) {
        this.cluster = cluster;
    }

    /** Its users log in with passwords. */
    static PreparedCluster start(Path folder) throws Exception {
        return start(plan(folder).secured(users()));
    }

    /** Its users log in with certificates. */
    static PreparedCluster startWithCertificates(Path folder) throws Exception {
        return start(plan(folder).certified(users()));
    }

    private static ClusterPlan plan(Path folder) {
        return ClusterPlan.open(folder, 1, Reaper::entrust).at(ClusterPlan.Tempo.BRISK);
    }

    private static List<String> users() {
        return Stream.of(ServiceRights.Service.values())
                .map(ServiceRights.Service::user)
                .toList();
    }

    private static PreparedCluster start(ClusterPlan plan) throws Exception {
        PreparedCluster prepared = new PreparedCluster(KafkaCluster.start(plan));
        try {
            for (String line : ServiceRights.commands(1, (short) 1).lines().toList()) {
                prepared.obey(line);
            }
            prepared.awaitRules(prepared.rules);
            return prepared;
        } catch (Exception e) {
            prepared.close();
            throw e;
        }
    }

    /** Client's properties of a service's user. */
    Map<String, Object> client(ServiceRights.Service service) {
        return cluster.client(service.user());
    }

    String bootstrapServers() {
        return cluster.bootstrapServers();
    }

    ClusterAdmin admin() {
        return cluster.admin();
    }

    /** Rules that give a service's user rights on a kind of resource. */
    List<AclBinding> rules(ServiceRights.Service service, ResourceType type) {
        return rules.stream()
                .filter(rule -> rule.entry().principal().equals("User:" + service.user())
                        && rule.pattern().resourceType() == type)
                .toList();
    }

    /** Rules that give a user an operation on a kind of resource. */
    List<AclBinding> rules(ServiceRights.Service service, AclOperation operation, ResourceType type) {
        return rules(service, type).stream()
                .filter(rule -> rule.entry().operation() == operation)
                .toList();
    }

    /** Withdraws rules, and returns when the broker goes by what is left. */
    void withdraw(List<AclBinding> withdrawn) throws InterruptedException {
        admin().forbid(withdrawn);
        List<AclBinding> left = new ArrayList<>(rules);
        left.removeAll(withdrawn);
        awaitRules(left);
    }

    /** Gives rules back, and returns when the broker goes by them. */
    void giveBack(List<AclBinding> withdrawn) throws InterruptedException {
        admin().allow(withdrawn);
        awaitRules(rules);
    }

    /** A broker learns of rules and settings after the controller that has taken them. */
    private void awaitRules(List<AclBinding> expected) {
        Await.until(
                "the broker's rules",
                () -> Set.copyOf(admin().client()
                                .describeAcls(AclBindingFilter.ANY)
                                .values()
                                .get())
                        .equals(Set.copyOf(expected)));
    }

    /** Does what a line of one of Kafka's commands says; others are the script's own. */
    void obey(String line) throws Exception {
        if (line.startsWith("kafka-topics.sh ")) {
            NewTopic topic = new NewTopic(
                            one(line, "topic"),
                            Optional.of(Integer.valueOf(one(line, "partitions"))),
                            Optional.of(Short.valueOf(one(line, "replication-factor"))))
                    .configs(pairs(all(line, "config")));
            admin().client().createTopics(List.of(topic)).all().get();
        } else if (line.startsWith("kafka-acls.sh ")) {
            ResourceType type = line.contains(" --group ") ? ResourceType.GROUP : ResourceType.TOPIC;
            ResourcePattern pattern = new ResourcePattern(
                    type,
                    one(line, type == ResourceType.GROUP ? "group" : "topic"),
                    line.contains(" --resource-pattern-type prefixed") ? PatternType.PREFIXED : PatternType.LITERAL);
            List<AclBinding> said = all(line, "operation").stream()
                    .map(operation -> new AclBinding(
                            pattern,
                            new AccessControlEntry(
                                    one(line, "allow-principal"),
                                    "*",
                                    AclOperation.fromString(operation),
                                    AclPermissionType.ALLOW)))
                    .toList();
            admin().allow(said);
            rules.addAll(said);
        } else if (line.startsWith("kafka-configs.sh ")) {
            Collection<AlterConfigOp> settings = new ArrayList<>();
            pairs(List.of(one(line, "add-config").split(",")))
                    .forEach((key, value) ->
                            settings.add(new AlterConfigOp(new ConfigEntry(key, value), AlterConfigOp.OpType.SET)));
            admin().client()
                    .incrementalAlterConfigs(
                            Map.of(new ConfigResource(ConfigResource.Type.GROUP, one(line, "entity-name")), settings))
                    .all()
                    .get();
        }
    }

    private static Map<String, String> pairs(List<String> settings) {
        Map<String, String> pairs = new HashMap<>();
        for (String setting : settings) {
            int equals = setting.indexOf('=');
            pairs.put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        return pairs;
    }

    private static String one(String line, String option) {
        return all(line, option).get(0);
    }

    private static List<String> all(String line, String option) {
        return Pattern.compile(" --" + option + " (\\S+)")
                .matcher(line)
                .results()
                .map(found -> found.group(1))
                .toList();
    }

    @Override
    public void close() {
        cluster.close();
    }
}
