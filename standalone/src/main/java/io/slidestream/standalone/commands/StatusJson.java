package io.slidestream.standalone.commands;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.contracts.BucketListed;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.servicekit.run.NameKey;
import io.slidestream.standalone.pipeline.SlideStatesView;
import io.slidestream.standalone.pipeline.SlideStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The states of the slides, for programs, written as they come. Times are UTC; what is not known is null or not there. */
final class StatusJson implements SlideStatesView.Sink, AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final JsonGenerator out;
    private final Optional<NameKey> names;

    /**
     * @param out stays open
     * @param names the key of the log's ids, where it is known
     */
    StatusJson(Writer out, List<BucketListed> buckets, Optional<NameKey> names) throws IOException {
        this.names = names;
        this.out = JSON.createGenerator(out)
                .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)
                .useDefaultPrettyPrinter();
        this.out.writeStartObject();
        this.out.writeArrayFieldStart("buckets");
        for (BucketListed bucket : buckets) {
            this.out.writeTree(JSON.createObjectNode()
                    .put("location", bucket.location())
                    .put("slides", bucket.slides())
                    .put("other_files", bucket.otherFiles())
                    .put("since", at(bucket.atMillis()))
                    .put("trouble", bucket.trouble()));
        }
        this.out.writeEndArray();
        this.out.writeArrayFieldStart("slides");
    }

    @Override
    public void take(SlideStatus slide) {
        ObjectNode node = JSON.createObjectNode();
        add(slide, names, node);
        try {
            out.writeTree(node);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws IOException {
        out.writeEndArray();
        out.writeEndObject();
        out.writeRaw(System.lineSeparator());
        out.close();
    }

    private static void add(SlideStatus slide, Optional<NameKey> names, ObjectNode node) {
        SlideStateChanged taken = slide.taken();
        node.put("name", slide.name())
                .put("location", taken.location())
                .put("log_name", names.map(key -> key.slide(taken.location())).orElse(null))
                .put("version", taken.slide().fingerprint())
                .put("urgent", taken.slide().isUrgent())
                .put("state", taken.state().label())
                .put("reason", taken.reason() == null ? null : taken.reason().label())
                .put("message", taken.message())
                .put("since", at(taken.sinceMillis()))
                .put("seen", at(taken.seenAtMillis()))
                .put("map_id", taken.mapId() == null ? null : taken.mapId().hex())
                .put("attempt", taken.attempt())
                .put("mpp", taken.mpp());
        MapUpdated map = slide.map();
        if (map != null) {
            node.put("results", map.results());
            node.putObject("tiles")
                    .put("expected", map.expectedTiles())
                    .put("scored", map.scoredTiles())
                    .put("rejected", map.rejectedTiles());
        }
    }

    private static String at(long millis) {
        return Instant.ofEpochMilli(millis).toString();
    }
}
