package io.slidestream.standalone.commands;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slidestream.contracts.BucketListed;
import io.slidestream.contracts.MapUpdated;
import io.slidestream.contracts.SlideStateChanged;
import io.slidestream.servicekit.run.Redaction;
import io.slidestream.standalone.pipeline.SlideStatus;
import java.time.Instant;
import java.util.List;

/** The states of the slides, for programs. Times are UTC; what is not known is null or not there. */
final class StatusJson {
    private static final ObjectMapper JSON = new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private StatusJson() {}

    static String of(List<BucketListed> buckets, List<SlideStatus> slides) {
        ObjectNode json = JSON.createObjectNode();
        ArrayNode bucketNodes = json.putArray("buckets");
        for (BucketListed bucket : buckets) {
            bucketNodes
                    .addObject()
                    .put("location", bucket.location())
                    .put("slides", bucket.slides())
                    .put("other_files", bucket.otherFiles())
                    .put("since", at(bucket.atMillis()))
                    .put("trouble", bucket.trouble());
        }
        ArrayNode slideNodes = json.putArray("slides");
        slides.forEach(slide -> add(slide, slideNodes.addObject()));
        try {
            return JSON.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new AssertionError("texts and numbers can be written", e);
        }
    }

    private static void add(SlideStatus slide, ObjectNode node) {
        SlideStateChanged taken = slide.taken();
        node.put("name", slide.name())
                .put("location", taken.location())
                .put("log_name", Redaction.id(taken.location()))
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
