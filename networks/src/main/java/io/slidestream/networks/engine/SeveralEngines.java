package io.slidestream.networks.engine;

import io.slidestream.networks.patches.PatchLayout;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sessions of one network, on several cards or several on one. Each has a thread; a batch goes to the session that has the fewest
 * in hand. What fails in one is computed by another, and a session that fails three times in a row where another does not gets
 * no more. For one caller, who has as many batches begun as {@link #atOnce} says.
 */
public final class SeveralEngines implements InferenceEngine {
    static final int FAILURES_TO_GIVE_UP = 3;
    private static final Logger log = LoggerFactory.getLogger(SeveralEngines.class);

    private final List<Session> sessions;
    /** What was begun and not asked for. */
    private final IdentityHashMap<FloatBuffer, Running> begun = new IdentityHashMap<>();

    /** Batches are counted, and the failures, by the caller of the engine alone. */
    private static final class Session {
        private final Place place;
        private final InferenceEngine engine;
        private final ExecutorService thread;
        private int inHand;
        private int failuresInARow;

        Session(Place place, InferenceEngine engine) {
            this.place = place;
            this.engine = engine;
            thread = Executors.newSingleThreadExecutor(work -> {
                Thread made = new Thread(work, "inference-" + place);
                made.setDaemon(true);
                return made;
            });
        }

        boolean isGivenUp() {
            return failuresInARow >= FAILURES_TO_GIVE_UP;
        }
    }

    private record Running(Session session, Future<BatchScores> scores) {
        BatchScores await() {
            try {
                return Unfinished.await(scores, RuntimeException.class);
            } finally {
                session.inHand--;
            }
        }
    }

    /**
     * Sessions of the same network and of one batch size.
     *
     * @param places of each, in the order of the engines
     * @param engines owned from now on
     */
    public SeveralEngines(List<Place> places, List<? extends InferenceEngine> engines) {
        if (engines.isEmpty() || engines.size() != places.size()) {
            throw new IllegalArgumentException(engines.size() + " engines at " + places);
        }
        List<Session> all = new ArrayList<>();
        for (int i = 0; i < places.size(); i++) {
            all.add(new Session(places.get(i), engines.get(i)));
        }
        sessions = List.copyOf(all);
    }

    @Override
    public PatchLayout layout() {
        return one().layout();
    }

    @Override
    public int batchSize() {
        return one().batchSize();
    }

    @Override
    public int classCount() {
        return one().classCount();
    }

    @Override
    public FloatBuffer room(int patches) {
        return one().room(patches);
    }

    /** One for each session, and one that is there when the first of them is done. */
    @Override
    public int atOnce() {
        return sessions.size() + 1;
    }

    @Override
    public boolean resize(int batchSize) {
        forgetAll();
        boolean resized = true;
        for (Session session : sessions) {
            resized &= session.engine.resize(batchSize); // of one network: all do, or none
        }
        return resized;
    }

    @Override
    public void begin(FloatBuffer patches) {
        layout().checkBatch(patches, batchSize(), batchSize());
        if (!begun.containsKey(patches)) {
            begun.put(patches, submit(freest(List.of()).orElseThrow(), patches));
        }
    }

    @Override
    public float[] logits(FloatBuffer patches, int count) {
        return scores(patches, count).logits();
    }

    @Override
    public BatchScores scores(FloatBuffer patches, int count) {
        layout().checkBatch(patches, batchSize(), count);
        begin(patches);
        Running running = Objects.requireNonNull(begun.remove(patches));
        List<Session> failed = new ArrayList<>();
        while (true) {
            try {
                BatchScores scores = running.await();
                running.session().failuresInARow = 0;
                failed.forEach(this::failedAlone);
                return first(scores, count);
            } catch (EngineMemoryException e) {
                throw e; // a smaller batch is the answer, for all of them
            } catch (RuntimeException e) {
                failed.add(running.session());
                Optional<Session> other = freest(failed);
                if (other.isEmpty()) {
                    throw e;
                }
                log.warn(
                        "{} failed on a batch, which {} computes instead",
                        running.session().place,
                        other.get().place,
                        e);
                running = submit(other.get(), patches);
            }
        }
    }

    /** {@code onnxruntime 1.29.0 cuda fp32, 4 sessions on cuda:0, cuda:1}. */
    @Override
    public String description() {
        return one().description() + ", " + sessions.size() + " sessions on "
                + String.join(
                        ", ",
                        sessions.stream()
                                .map(session -> session.place.toString())
                                .distinct()
                                .toList());
    }

    @Override
    public void close() {
        forgetAll();
        sessions.forEach(session -> {
            session.thread.shutdown();
            session.engine.close();
        });
    }

    private InferenceEngine one() {
        return sessions.get(0).engine;
    }

    private Optional<Session> freest(List<Session> but) {
        return sessions.stream()
                .filter(session -> !session.isGivenUp() && !but.contains(session))
                .min(Comparator.comparingInt(session -> session.inHand));
    }

    /** Computes the whole batch: nobody has said yet how many patches will be asked for. */
    private static Running submit(Session session, FloatBuffer patches) {
        session.inHand++;
        InferenceEngine engine = session.engine;
        return new Running(session, session.thread.submit(() -> engine.scores(patches, engine.batchSize())));
    }

    /** Never the last one's: what every session fails at is no session's fault. */
    private void failedAlone(Session session) {
        session.failuresInARow++;
        if (session.failuresInARow == FAILURES_TO_GIVE_UP) {
            log.error(
                    "{} failed {} times in a row on batches that others computed: this session gets no more, {} of {} are"
                            + " left; start the worker again when the card is mended",
                    session.place,
                    FAILURES_TO_GIVE_UP,
                    sessions.stream().filter(other -> !other.isGivenUp()).count(),
                    sessions.size());
        }
    }

    private void forgetAll() {
        begun.values().forEach(running -> {
            try {
                BatchScores unused = running.await();
            } catch (RuntimeException e) {
                log.debug("Patches that nobody asked for failed", e);
            }
        });
        begun.clear();
    }

    private BatchScores first(BatchScores all, int count) {
        return new BatchScores(
                Arrays.copyOf(all.logits(), count * classCount()),
                Arrays.copyOf(all.distances(), Math.min(count, all.distances().length)));
    }
}
