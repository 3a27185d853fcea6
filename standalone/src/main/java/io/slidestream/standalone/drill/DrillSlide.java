package io.slidestream.standalone.drill;

import io.slidestream.contracts.Topic;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
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
    void arrives() {
        Path part = setUp.bucket().resolveSibling("arriving.svs");
        try {
            Files.copy(source, part, StandardCopyOption.REPLACE_EXISTING);
            Files.move(part, setUp.bucket().resolve(name + ".svs"), StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot drop the slide into the bucket", e);
        }
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
        setUp.patience().until("the aggregator to write the map of " + name, this::writing);
    }

    void awaitMap() throws InterruptedException {
        setUp.patience().until("the map of " + name, this::mapped);
    }

    boolean mapped() {
        return Files.exists(result("summary.json"));
    }

    Path result(String file) {
        return setUp.results().resolve(name).resolve(file);
    }

    int repeatBackwards() {
        return topics.repeatBackwards(before);
    }

    int junk() {
        return topics.junk();
    }

    private boolean writing() {
        try (DirectoryStream<Path> drafts = Files.newDirectoryStream(setUp.results(), ".writing-*")) {
            return drafts.iterator().hasNext();
        } catch (IOException e) {
            return false; // the folder is not there yet
        }
    }
}
