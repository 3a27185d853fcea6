package io.slidestream.tiler.watch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.slides.s3.S3Location;
import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Notification of an S3 server about its objects, as AWS defined it, {@code {"Records":[{"s3":…}]}}. */
final class BucketEvent {
    private static final ObjectMapper JSON = new ObjectMapper();

    private BucketEvent() {}

    /**
     * The objects it is about; none in the test that a server sends when notifications are set up.
     *
     * @throws IllegalArgumentException if it is no such notification
     */
    static List<S3Location> objects(byte[] message) {
        JsonNode root = tree(message);
        if (root.path("Event").asText().equals("s3:TestEvent")) {
            return List.of();
        }
        JsonNode records = root.path("Records");
        if (!records.isArray()) {
            throw new IllegalArgumentException("no notification of an S3 bucket: it has no Records");
        }
        List<S3Location> objects = new ArrayList<>();
        for (JsonNode one : records) {
            String bucket = one.path("s3").path("bucket").path("name").asText();
            String key = one.path("s3").path("object").path("key").asText();
            if (bucket.isEmpty() || key.isEmpty()) {
                throw new IllegalArgumentException("no notification of an S3 bucket: a record names no object");
            }
            objects.add(new S3Location(bucket, URLDecoder.decode(key, StandardCharsets.UTF_8)));
        }
        return objects;
    }

    private static JsonNode tree(byte[] message) {
        try {
            return JSON.readTree(message);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "no notification of an S3 bucket: no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException("no notification of an S3 bucket: " + FileFault.words(e), e);
        }
    }
}
