package io.slidestream.proving.drill;

import io.slidestream.contracts.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;

/** A slide on its way from the bucket to its map. All slides of a drill have the same pixels, and names of their own. */
final class DrillSlide {
    private final DrillSetUp setUp;
    private final DrillTopics topics;
    private final Path source;
    private final String name;
    private final Map<TopicPartition, Long> before;
    private final long blocksBefore;
    private final long scoresBefore;

    DrillSlide(DrillSetUp setUp, DrillTopics topics, Path source, String name) {
        this.setUp = setUp;
        this.topics = topics;
        this.source = source;
        this.name = name;
        this.before = topics.ends();
        this.blocksBefore = topics.written(Topic.TILE_BLOCKS);
        this.scoresBefore = topics.written(Topic.TILE_SCORES);
    }

    /** Drops it into the bucket. */
    void arrives() throws IOException {
        setUp.drop(source, name);
    }

    long blocks() {
        return topics.written(Topic.TILE_BLOCKS) - blocksBefore;
    }

    /** Blocks whose scores are in the log, counted again when they were repeated. */
    long scored() {
        return topics.written(Topic.TILE_SCORES) - scoresBefore;
    }

    void awaitFirstBlock() throws InterruptedException {
        setUp.patience().until("the first block of " + name, () -> blocks() > 0);
    }

    void awaitFirstScores() throws InterruptedException {
        setUp.patience().until("the first scores of " + name, () -> scored() > 0);
    }

    /** The aggregator has begun to write the map. */
    void awaitWriting() throws InterruptedException {
        setUp.patience().until("the aggregator to write the map of " + name, setUp::writing);
    }

    void awaitMap() throws InterruptedException {
        setUp.patience().until("the map of " + name, this::mapped);
    }

    boolean mapped() {
        return setUp.mapped(name);
    }

    /** A file of the map, once it is mapped. */
    Path result(String file) throws IOException {
        return setUp.result(name, file);
    }

    int repeatBackwards() {
        return topics.repeatBackwards(before);
    }

    int junk() {
        return topics.junk();
    }
}
