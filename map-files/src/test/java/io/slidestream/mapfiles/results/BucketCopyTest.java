package io.slidestream.mapfiles.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.s3.S3Access;
import io.slidestream.slides.s3.S3Location;
import io.slidestream.slides.s3.S3Metrics;
import io.slidestream.slides.s3.S3Objects;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.gaul.s3proxy.S3Proxy;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.gaul.s3proxy.blobstore.ForwardingBlobStore;
import org.gaul.s3proxy.nio2blob.TransientNio2BlobStore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.s3.model.CreateBucketRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectRequest;
import software.amazon.awssdk.services.s3.model.DeleteObjectResponse;
import software.amazon.awssdk.services.s3.model.PutObjectRequest;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

class BucketCopyTest {
    private static final SlideVersion SLIDE = new SlideVersion("s3://scans/in/S1.svs", "e-1", "in/S1");

    @TempDir
    Path folder;

    private final List<String> changes = Collections.synchronizedList(new ArrayList<>());
    private final Set<String> refused = Collections.synchronizedSet(new HashSet<>());
    private final RecordingStore store = new RecordingStore();

    @SuppressWarnings("NullAway.Init")
    private S3Proxy proxy;

    @SuppressWarnings("NullAway.Init")
    private FolderResultsStore results;

    @BeforeEach
    void start() throws Exception {
        System.setProperty("aws.accessKeyId", "local-identity");
        System.setProperty("aws.secretAccessKey", "local-credential");
        store.createContainer(CreateBucketRequest.builder().bucket("maps").build());
        proxy = S3Proxy.builder()
                .blobStore(store)
                .endpoint(URI.create("http://127.0.0.1:0"))
                .awsAuthentication(AuthenticationType.NONE, "", "")
                .build();
        proxy.start();
        S3Objects objects = S3Objects.of(
                new S3Access(URI.create("http://127.0.0.1:" + proxy.getPort()), "us-east-1", null),
                new S3Metrics(new SimpleMeterRegistry()));
        results = new FolderResultsStore(folder, BucketCopy.to(S3Location.parse("s3://maps/all"), objects));
    }

    @AfterEach
    void stop() throws Exception {
        proxy.stop();
    }

    @Test
    void marker_goesFirstAndComesLast_andOldResultsGo() throws Exception {
        store.put("all/in/S1/overlay.png");
        store.put("all/in/S1/notes.txt");
        store.put("all/in/S1/S2/tiles.csv");
        changes.clear();

        publish();

        assertThat(changesInOrder())
                .containsExactly(
                        "- all/in/S1/summary.json",
                        "+ all/in/S1/tiles.csv",
                        "+ all/in/S1/wsinfer/model-outputs-csv/S1.csv",
                        "- all/in/S1/overlay.png",
                        "+ all/in/S1/summary.json");
        assertThat(folder.resolve("in/S1/summary.json")).hasContent("summary.json");
    }

    @Test
    void failedCopy_leavesTheMapUnfinished_andTheNextOneIsWhole() throws Exception {
        refused.add("all/in/S1/tiles.csv");

        assertThatThrownBy(this::publish)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("s3://maps/all/in/S1/tiles.csv")
                .hasMessageContaining("is denied");
        assertThat(folder.resolve("in/S1/summary.json")).doesNotExist();
        assertThat(changes).doesNotContain("+ all/in/S1/summary.json");

        refused.clear();
        publish();

        assertThat(changes).endsWith("+ all/in/S1/summary.json");
        assertThat(folder.resolve("in/S1/summary.json")).exists();
    }

    /** A request whose answer was late is sent again by the client, which changes nothing. */
    private List<String> changesInOrder() {
        List<String> once = new ArrayList<>();
        for (String change : List.copyOf(changes)) {
            if (once.isEmpty() || !once.get(once.size() - 1).equals(change)) {
                once.add(change);
            }
        }
        return once;
    }

    private void publish() throws IOException {
        try (ResultsDraft draft = results.draft(SLIDE, new MapId("0".repeat(32)))) {
            for (String name : List.of("tiles.csv", "wsinfer/model-outputs-csv/S1.csv", "summary.json")) {
                try (OutputStream out = draft.create(name)) {
                    out.write(name.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                }
            }
            URI unused = draft.publish("summary.json");
        }
    }

    private final class RecordingStore extends ForwardingBlobStore {
        RecordingStore() {
            super(new TransientNio2BlobStore());
        }

        void put(String key) {
            PutObjectResponse unused = putBlob(
                    PutObjectRequest.builder()
                            .bucket("maps")
                            .key(key)
                            .contentLength(0L)
                            .build(),
                    new ByteArrayInputStream(new byte[0]));
        }

        @Override
        public PutObjectResponse putBlob(PutObjectRequest request, InputStream bytes) {
            if (refused.contains(request.key())) {
                throw S3Exception.builder().statusCode(403).message("no").build();
            }
            changes.add("+ " + request.key());
            return super.putBlob(request, bytes);
        }

        @Override
        public DeleteObjectResponse removeBlob(DeleteObjectRequest request) {
            changes.add("- " + request.key());
            return super.removeBlob(request);
        }
    }
}
