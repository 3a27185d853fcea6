package io.slidestream.broker.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AlterConfigOp;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ListTopicsOptions;
import org.apache.kafka.clients.admin.NewPartitionReassignment;
import org.apache.kafka.clients.admin.QuorumInfo;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.ElectionType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclBindingFilter;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** What an administrator asks a cluster and has it do. */
public final class ClusterAdmin implements AutoCloseable {
    private static final int ANSWER_MILLIS = 60_000;
    /** Records of the metadata by which a controller may be behind; two come each second. */
    private static final int CLOSE = 20;

    private final Admin admin;

    ClusterAdmin(Map<String, Object> client) {
        Map<String, Object> settings = new HashMap<>(client);
        settings.put("request.timeout.ms", ANSWER_MILLIS / 4);
        settings.put("default.api.timeout.ms", ANSWER_MILLIS);
        admin = Admin.create(settings);
    }

    /** Kafka's own client, for what is not here. */
    public Admin client() {
        return admin;
    }

    /** Whether all brokers are there and the quorum is led, each partition has a leader and all replicas of it are in sync. */
    boolean isWhole(int brokers) throws InterruptedException, ExecutionException {
        if (answer(admin.describeCluster().nodes()).size() < brokers || !isLed(brokers)) {
            return false;
        }
        return topics().values().stream()
                .flatMap(topic -> topic.partitions().stream())
                .allMatch(partition -> partition.leader() != null
                        && partition.isr().size() == partition.replicas().size());
    }

    /** Without a majority of controllers a broker goes on telling what it knew; only their leader answers this. */
    private boolean isLed(int brokers) throws InterruptedException, ExecutionException {
        QuorumInfo quorum = answer(admin.describeMetadataQuorum().quorumInfo());
        long latest = quorum.voters().stream()
                .mapToLong(QuorumInfo.ReplicaState::logEndOffset)
                .max()
                .orElse(0);
        return quorum.voters().stream()
                        .filter(voter -> latest - voter.logEndOffset() < CLOSE)
                        .count()
                >= brokers;
    }

    /** The number of the node that leads a partition. */
    public int leader(String topic, int partition) throws InterruptedException {
        return done("asking who leads " + topic, () -> {
            TopicDescription description =
                    answer(admin.describeTopics(List.of(topic)).allTopicNames()).get(topic);
            Node leader = description == null
                    ? null
                    : description.partitions().get(partition).leader();
            if (leader == null) {
                throw new IllegalStateException(topic + "-" + partition + " has no leader");
            }
            return leader.id();
        });
    }

    /** Gives every partition, Kafka's own topics' as well, another leader. Returns how many moved. */
    public int moveLeaders() throws InterruptedException {
        return done("moving leaders", () -> {
            Map<TopicPartition, Optional<NewPartitionReassignment>> orders = new HashMap<>();
            topics().forEach((name, topic) -> {
                for (TopicPartitionInfo partition : topic.partitions()) {
                    List<Integer> replicas = new ArrayList<>(
                            partition.replicas().stream().map(Node::id).toList());
                    if (replicas.size() > 1) {
                        Collections.rotate(replicas, -1);
                        orders.put(
                                new TopicPartition(name, partition.partition()),
                                Optional.of(new NewPartitionReassignment(replicas)));
                    }
                }
            });
            if (orders.isEmpty()) {
                return 0;
            }
            answer(admin.alterPartitionReassignments(orders).all());
            Map<TopicPartition, Optional<Throwable>> elected = answer(
                    admin.electLeaders(ElectionType.PREFERRED, orders.keySet()).partitions());
            return (int) elected.values().stream().filter(Optional::isEmpty).count();
        });
    }

    /** Has all topics but Kafka's own ask for so many replicas in sync before a record counts as written. */
    public void askForReplicas(int replicas) throws InterruptedException {
        configure(new AlterConfigOp(
                new ConfigEntry(TopicConfig.MIN_IN_SYNC_REPLICAS_CONFIG, Integer.toString(replicas)),
                AlterConfigOp.OpType.SET));
    }

    private void configure(AlterConfigOp operation) throws InterruptedException {
        done("setting up topics", () -> {
            Map<ConfigResource, Collection<AlterConfigOp>> orders = new HashMap<>();
            for (String topic : answer(admin.listTopics().names())) {
                orders.put(new ConfigResource(ConfigResource.Type.TOPIC, topic), List.of(operation));
            }
            answer(admin.incrementalAlterConfigs(orders).all());
            return orders.size();
        });
    }

    /** Names of all groups that are known, by their type. */
    public Map<String, String> groups() throws InterruptedException {
        return done("listing groups", () -> {
            Map<String, String> groups = new HashMap<>();
            answer(admin.listGroups().all())
                    .forEach(group -> groups.put(
                            group.groupId(), group.type().map(Object::toString).orElse("")));
            return groups;
        });
    }

    /** Deletes a share group that has no members. */
    public void deleteShareGroup(String group) throws InterruptedException {
        done("deleting group " + group, () -> {
            answer(admin.deleteShareGroups(Set.of(group)).all());
            return group;
        });
    }

    public void allow(Collection<AclBinding> rules) throws InterruptedException {
        done("adding rules", () -> {
            answer(admin.createAcls(rules).all());
            return rules;
        });
    }

    public void forbid(Collection<AclBinding> rules) throws InterruptedException {
        List<AclBindingFilter> filters =
                rules.stream().map(AclBinding::toFilter).toList();
        done("deleting rules", () -> {
            answer(admin.deleteAcls(filters).all());
            return rules;
        });
    }

    private Map<String, TopicDescription> topics() throws InterruptedException, ExecutionException {
        Set<String> names = answer(
                admin.listTopics(new ListTopicsOptions().listInternal(true)).names());
        return answer(admin.describeTopics(names).allTopicNames());
    }

    private interface Work<T> {
        T run() throws InterruptedException, ExecutionException;
    }

    private static <T> T done(String doing, Work<T> work) throws InterruptedException {
        try {
            return work.run();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the cluster failed " + doing + ": " + e.getCause(), e);
        }
    }

    private static <T> T answer(KafkaFuture<T> asked) throws InterruptedException, ExecutionException {
        try {
            return asked.get(2L * ANSWER_MILLIS, TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new ExecutionException(e);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ofSeconds(2));
    }
}
