package io.slidestream.trainer.report;

import io.slidestream.trainer.fit.EpochRecord;
import java.io.ByteArrayOutputStream;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** When each epoch ended, which TensorBoard shows beside its figures. Not safe for concurrent use. */
final class EventLog {
    private final Clock clock;
    private final long begunMillis;
    private final Map<EpochRecord, Long> ended = new HashMap<>();

    EventLog(Clock clock) {
        this.clock = clock;
        begunMillis = clock.millis();
    }

    String fileName() {
        return EventFile.name(begunMillis);
    }

    /** The events of an epoch that ends now, to be added to the file. */
    byte[] ended(EpochRecord epoch, long step) {
        ended.put(epoch, clock.millis());
        return EventFile.epoch(epoch, step, clock.millis());
    }

    byte[] head() {
        return EventFile.head(begunMillis);
    }

    /** The whole file; epochs of an earlier process ended when this one began, as far as is known. */
    byte[] bytes(List<EpochRecord> records) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        all.writeBytes(head());
        for (int i = 0; i < records.size(); i++) {
            all.writeBytes(EventFile.epoch(records.get(i), i + 1L, ended.getOrDefault(records.get(i), begunMillis)));
        }
        return all.toByteArray();
    }
}
