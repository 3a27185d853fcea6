package io.slidestream.slides.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.store.SlideStore;
import java.net.URI;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class S3SlideStoreTest {
    private static final S3Metrics METRICS = new S3Metrics(new SimpleMeterRegistry());

    @SuppressWarnings("NullAway.Init")
    private static TestBucket bucket;

    @SuppressWarnings("NullAway.Init")
    private static S3Objects objects;

    @BeforeAll
    static void start() throws Exception {
        bucket = new TestBucket();
        objects = S3Objects.of(bucket.access(), METRICS, 10);
    }

    @AfterAll
    static void stop() throws Exception {
        bucket.close();
    }

    @Test
    void slides_areFoundInAllFolders_andNamedByTheirPaths() throws Exception {
        for (String key : new String[] {
            "in/S1.svs",
            "in/b/S2.SVS",
            "in/b/c/scan.2.ndpi",
            "in/ü 100%.tiff",
            "in/notes.txt",
            "in/.hidden.svs",
            "in/.cache/S9.svs",
            "inbox/S3.svs",
            "S4.svs"
        }) {
            bucket.put(key, key.getBytes(UTF_8));
        }

        SlideStore.Contents contents = contents("s3://scans/in");

        assertThat(contents.slides())
                .extracting(SlideVersion::name)
                .containsExactly("ü 100%", "S1", "b/S2", "b/c/scan.2");
        assertThat(contents.slides())
                .extracting(SlideVersion::location)
                .startsWith("s3://scans/in/%C3%BC%20100%25.tiff");
        assertThat(contents.otherFiles()).isEqualTo(1);
        assertThat(contents("s3://scans").slides())
                .extracting(SlideVersion::name)
                .contains("S4", "in/S1", "inbox/S3");
    }

    @Test
    void everyPage_isListed() throws Exception {
        for (int i = 0; i < 25; i++) {
            bucket.put("many/S" + i + ".svs", new byte[] {1});
        }

        assertThat(contents("s3://scans/many/").slides()).hasSize(25);
    }

    @Test
    void otherBytes_areAnotherVersion() throws Exception {
        bucket.put("v/S1.svs", new byte[] {1, 2});
        SlideVersion first = contents("s3://scans/v").slides().get(0);
        assertThat(contents("s3://scans/v").slides()).containsExactly(first);

        bucket.put("v/S1.svs", new byte[] {1, 3});

        assertThat(contents("s3://scans/v").slides().get(0).fingerprint())
                .isNotEqualTo(first.fingerprint())
                .endsWith("-2");
    }

    @Test
    void missingBucket_isNamedWithWhatToDo() {
        assertThatThrownBy(() -> contents("s3://nothing/there"))
                .isInstanceOfSatisfying(
                        BucketException.class, e -> assertThat(e.kind()).isEqualTo(BucketException.Kind.LASTING))
                .hasMessageContaining("there is no bucket s3://nothing at http://127.0.0.1:")
                .hasMessageContaining("correct its name");
    }

    @Test
    void wrongCredentials_areSaid_andNeverShown() throws Exception {
        try (TestBucket closed = new TestBucket(AuthenticationType.AWS_V4)) {
            S3Objects denied = S3Objects.of(closed.access(), METRICS);

            assertThatThrownBy(() -> denied.check(S3Location.parse("s3://scans")))
                    .isInstanceOfSatisfying(
                            BucketException.class, e -> assertThat(e.kind()).isEqualTo(BucketException.Kind.LASTING))
                    .hasMessageContaining("is denied")
                    .hasMessageContaining("check the credentials")
                    .message()
                    .doesNotContain("local-credential");
        }
    }

    @Test
    void silentEndpoint_isPassing() throws Exception {
        S3Objects nobody = S3Objects.of(new S3Access(URI.create("http://127.0.0.1:1"), "us-east-1", null), METRICS);

        assertThatThrownBy(() -> nobody.list(S3Location.parse("s3://scans")))
                .isInstanceOfSatisfying(
                        BucketException.class, e -> assertThat(e.kind()).isEqualTo(BucketException.Kind.PASSING))
                .hasMessageStartingWith("http://127.0.0.1:1 does not answer (java.net.ConnectException");
    }

    private static SlideStore.Contents contents(String place) throws Exception {
        return new S3SlideStore(objects, S3Location.parse(place), slide -> {
                    throw new AssertionError("listing fetches nothing");
                })
                .contents();
    }
}
