package io.slidestream.tiler.ownership;

import io.slidestream.contracts.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.common.utils.Utils;

/**
 * Ownership of the slides of a bucket whose states lie in the assigned partitions of topic {@code slide-states}: where
 * several tilers watch a bucket, Kafka assigns the partitions among them, and rebalances when one dies.
 */
public final class PartitionedOwnership implements SlideOwnership {
    private final String bucket;
    private final Set<Integer> partitions = ConcurrentHashMap.newKeySet();
    private volatile int partitionCount;

    /** @param bucket URI with which the locations of its slides begin; others' slides are in the same topics */
    public PartitionedOwnership(String bucket) {
        this.bucket = bucket;
    }

    public boolean isOfTheBucket(String location) {
        return location.startsWith(bucket);
    }

    @Override
    public boolean holds(String location) {
        int count = partitionCount;
        return count > 0 && isOfTheBucket(location) && partitions.contains(partition(location, count));
    }

    /** @param partitionCount of the topic */
    public void grant(Collection<Integer> more, int partitionCount) {
        this.partitionCount = partitionCount;
        partitions.addAll(more);
    }

    public void withdraw(Collection<Integer> lost) {
        partitions.removeAll(lost);
    }

    /** Partition of the location's state, as Kafka's producer chooses it by the key. */
    public static int partition(String location, int partitionCount) {
        byte[] key = Topic.locationKey(location).getBytes(StandardCharsets.US_ASCII);
        return Utils.toPositive(Utils.murmur2(key)) % partitionCount;
    }
}
