package io.slidestream.slides.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.SlideStore;
import java.net.URI;
import org.gaul.s3proxy.auth.AuthenticationType;
import org.junit.jupiter.api.Test;

class S3SlideStoreTest {
    private final S3Metrics metrics = new S3Metrics(new SimpleMeterRegistry());

    @Test
    void slides_areFoundInAllFolders_andNamedByTheirPaths() throws Exception {
        try (TestBucket bucket = new TestBucket()) {
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

            SlideStore.Contents contents = contents(bucket, "s3://scans/in");

            assertThat(contents.slides())
                    .extracting(SlideVersion::name)
                    .containsExactly("ü 100%", "S1", "b/S2", "b/c/scan.2");
            assertThat(contents.slides())
                    .extracting(SlideVersion::location)
                    .startsWith("s3://scans/in/%C3%BC%20100%25.tiff");
            assertThat(contents.otherFiles()).isEqualTo(1);
            assertThat(contents(bucket, "s3://scans").slides()).hasSize(6);
        }
    }

    @Test
    void everyPage_isListed() throws Exception {
        try (TestBucket bucket = new TestBucket()) {
            for (int i = 0; i < 1010; i++) {
                bucket.put("many/S" + i + ".svs", new byte[] {1});
            }

            assertThat(contents(bucket, "s3://scans/many/").slides()).hasSize(1010);
        }
    }

    @Test
    void otherBytes_areAnotherVersion() throws Exception {
        try (TestBucket bucket = new TestBucket()) {
            bucket.put("S1.svs", new byte[] {1, 2});
            SlideVersion first = contents(bucket, "s3://scans").slides().get(0);
            assertThat(contents(bucket, "s3://scans").slides()).containsExactly(first);

            bucket.put("S1.svs", new byte[] {1, 3});

            assertThat(contents(bucket, "s3://scans").slides().get(0).fingerprint())
                    .isNotEqualTo(first.fingerprint())
                    .endsWith("-2");
        }
    }

    @Test
    void missingBucket_isNamedWithWhatToDo() throws Exception {
        try (TestBucket bucket = new TestBucket()) {
            assertThatThrownBy(() -> contents(bucket, "s3://nothing/there"))
                    .isInstanceOfSatisfying(
                            BucketException.class, e -> assertThat(e.kind()).isEqualTo(BucketException.Kind.LASTING))
                    .hasMessageContaining("there is no bucket s3://nothing at http://127.0.0.1:")
                    .hasMessageContaining("correct its name");
        }
    }

    @Test
    void wrongCredentials_areSaid_andNeverShown() throws Exception {
        try (TestBucket bucket = new TestBucket(AuthenticationType.AWS_V4)) {
            assertThatThrownBy(() -> contents(bucket, "s3://scans"))
                    .isInstanceOfSatisfying(
                            BucketException.class, e -> assertThat(e.kind()).isEqualTo(BucketException.Kind.LASTING))
                    .hasMessageContaining("is denied")
                    .hasMessageContaining("check the credentials")
                    .message()
                    .doesNotContain("credential\"", "local-credential");
        }
    }

    @Test
    void silentEndpoint_isPassing() {
        S3Access nobody = new S3Access(URI.create("http://127.0.0.1:1"), "us-east-1", null);

        assertThatThrownBy(() -> S3Objects.of(nobody, metrics).list(S3Location.parse("s3://scans")))
                .isInstanceOfSatisfying(
                        BucketException.class, e -> assertThat(e.kind()).isEqualTo(BucketException.Kind.PASSING))
                .hasMessageStartingWith("http://127.0.0.1:1 does not answer (java.net.ConnectException");
    }

    private SlideStore.Contents contents(TestBucket bucket, String place) throws Exception {
        S3Objects objects = S3Objects.of(bucket.access(), metrics);
        return new S3SlideStore(objects, S3Location.parse(place), slide -> {
                    throw new AssertionError("listing fetches nothing");
                })
                .contents();
    }
}
