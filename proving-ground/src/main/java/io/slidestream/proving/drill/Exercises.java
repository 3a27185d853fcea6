package io.slidestream.proving.drill;

import io.slidestream.proving.processes.ServiceKind;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/** The faults of a drill. */
final class Exercises {
    /** Enough for what has hung to go on with what it had begun. */
    private static final Duration AWAKE = Duration.ofSeconds(5);

    private Exercises() {}

    /** @param outage how long the broker is away, and the bucket */
    static List<Exercise> all(Duration outage) {
        return List.of(
                new Exercise("tiler-killed", "the tiler is killed while it publishes", Exercises::killTiler),
                new Exercise("worker-killed", "the worker is killed with blocks in hand", Exercises::killWorker),
                new Exercise("worker-hangs", "the worker hangs with blocks in hand", Exercises::hangWorker),
                new Exercise(
                        "aggregator-killed",
                        "the aggregator is killed in the middle of the slide",
                        Exercises::killAggregator),
                new Exercise(
                        "aggregator-writing",
                        "the aggregator is killed while it writes the map",
                        Exercises::killAggregatorWriting),
                new Exercise(
                        "broker-restarts",
                        "Kafka restarts in the middle of the slide",
                        (setUp, slide) -> brokerAway(setUp, slide, Duration.ZERO)),
                new Exercise(
                        "broker-away",
                        "Kafka is away for " + outage.toSeconds() + " s",
                        (setUp, slide) -> brokerAway(setUp, slide, outage)),
                new Exercise("junk", "someone writes junk to every topic", Exercises::junk),
                new Exercise("repeats", "every record comes again, the last first", Exercises::repeats),
                new Exercise("two-tilers", "two tilers watch the same bucket", Exercises::twoTilers),
                new Exercise("tiler-hangs", "the tiler hangs while it publishes", Exercises::hangTiler),
                new Exercise(
                        "aggregator-hangs",
                        "the aggregator hangs while it writes the map, and another takes over",
                        Exercises::hangAggregator),
                new Exercise(
                        "bucket-away",
                        "the bucket's share is away for " + outage.toSeconds() + " s",
                        (setUp, slide) -> bucketAway(setUp, slide, outage)),
                new Exercise(
                        "both-away",
                        "Kafka and the bucket's share are away for " + outage.toSeconds() + " s",
                        (setUp, slide) -> bothAway(setUp, slide, outage)),
                new Exercise("results-full", "the disk of the results is full", Exercises::fillResults),
                new Exercise("state-full", "the disk of the aggregator's state is full", Exercises::fillState));
    }

    private static String killTiler(DrillSetUp setUp, DrillSlide slide) throws IOException, InterruptedException {
        slide.arrives();
        slide.awaitFirstBlock();
        setUp.the(ServiceKind.TILER).kill();
        return "when " + slide.blocks() + " blocks were published";
    }

    private static String killWorker(DrillSetUp setUp, DrillSlide slide) throws IOException, InterruptedException {
        slide.arrives();
        slide.awaitFirstScores();
        setUp.the(ServiceKind.WORKER).kill();
        return scored(slide);
    }

    private static String hangWorker(DrillSetUp setUp, DrillSlide slide) throws IOException, InterruptedException {
        DrilledService first = setUp.the(ServiceKind.WORKER);
        slide.arrives();
        slide.awaitFirstScores();
        first.freeze();
        String moment = scored(slide);
        try {
            DrilledService second = setUp.another(ServiceKind.WORKER);
            slide.awaitMap();
            second.end();
        } finally {
            first.thaw();
        }
        return moment;
    }

    private static String hangTiler(DrillSetUp setUp, DrillSlide slide) throws IOException, InterruptedException {
        DrilledService first = setUp.the(ServiceKind.TILER);
        slide.arrives();
        slide.awaitFirstBlock();
        return hang(setUp, slide, ServiceKind.TILER, first);
    }

    private static String hangAggregator(DrillSetUp setUp, DrillSlide slide) throws IOException, InterruptedException {
        DrilledService first = setUp.the(ServiceKind.AGGREGATOR);
        slide.arrives();
        slide.awaitWriting();
        return hang(setUp, slide, ServiceKind.AGGREGATOR, first);
    }

    /** Freezes a service until another has done its work; then it wakes and finds it done. */
    private static String hang(DrillSetUp setUp, DrillSlide slide, ServiceKind kind, DrilledService first)
            throws InterruptedException {
        first.freeze();
        String moment = scored(slide);
        DrilledService second = setUp.another(kind);
        slide.awaitMap();
        first.thaw();
        Thread.sleep(AWAKE.toMillis());
        if (!slide.mapped()) {
            throw new DrillFailure("the " + kind.label() + " that hung took the map away");
        }
        second.end();
        return moment;
    }

    private static String bucketAway(DrillSetUp setUp, DrillSlide slide, Duration away)
            throws IOException, InterruptedException {
        String moment = midway(slide);
        setUp.takeBucketAway();
        Thread.sleep(away.toMillis());
        setUp.bringBucketBack();
        return moment;
    }

    private static String bothAway(DrillSetUp setUp, DrillSlide slide, Duration away)
            throws IOException, InterruptedException {
        String moment = midway(slide);
        setUp.takeBucketAway();
        setUp.stopBroker();
        Thread.sleep(away.toMillis());
        setUp.startBroker();
        setUp.bringBucketBack();
        return moment;
    }

    private static String fillResults(DrillSetUp setUp, DrillSlide slide) throws IOException, InterruptedException {
        String moment = midway(slide);
        setUp.fillResults();
        return moment;
    }

    private static String fillState(DrillSetUp setUp, DrillSlide slide) throws IOException, InterruptedException {
        String moment = midway(slide);
        setUp.fillState();
        return moment;
    }

    private static String killAggregator(DrillSetUp setUp, DrillSlide slide) throws IOException, InterruptedException {
        slide.arrives();
        slide.awaitFirstScores();
        setUp.the(ServiceKind.AGGREGATOR).kill();
        return scored(slide);
    }

    private static String killAggregatorWriting(DrillSetUp setUp, DrillSlide slide)
            throws IOException, InterruptedException {
        slide.arrives();
        slide.awaitWriting();
        setUp.the(ServiceKind.AGGREGATOR).kill();
        return slide.mapped() ? "just after its last file" : "before its last file";
    }

    private static String brokerAway(DrillSetUp setUp, DrillSlide slide, Duration away)
            throws IOException, InterruptedException {
        String moment = midway(slide);
        setUp.stopBroker();
        Thread.sleep(away.toMillis());
        setUp.startBroker();
        return moment;
    }

    private static String junk(DrillSetUp setUp, DrillSlide slide) throws IOException, InterruptedException {
        int before = slide.junk();
        slide.arrives();
        slide.awaitFirstScores();
        return (before + slide.junk()) + " records, before and after " + slide.scored() + " scored blocks";
    }

    private static String repeats(DrillSetUp setUp, DrillSlide slide) throws IOException, InterruptedException {
        slide.arrives();
        slide.awaitFirstScores();
        return slide.repeatBackwards() + " records, before the map was whole";
    }

    private static String twoTilers(DrillSetUp setUp, DrillSlide slide) throws IOException, InterruptedException {
        DrilledService second = setUp.another(ServiceKind.TILER);
        slide.arrives();
        slide.awaitMap();
        second.end();
        return slide.blocks() + " blocks were published";
    }

    private static String midway(DrillSlide slide) throws IOException, InterruptedException {
        slide.arrives();
        slide.awaitFirstScores();
        return scored(slide);
    }

    private static String scored(DrillSlide slide) {
        return "when " + slide.scored() + " of " + slide.blocks() + " blocks were scored";
    }
}
