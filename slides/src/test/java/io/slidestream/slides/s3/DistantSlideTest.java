package io.slidestream.slides.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.Excerpt;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.open.FetchedSlide;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.open.SlideReaders;
import io.slidestream.synthetic.SlideContainer;
import io.slidestream.synthetic.SyntheticSlide;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.ResponseInputStream;
import software.amazon.awssdk.services.s3.model.GetObjectResponse;

/** Slides in S3 that are read in pieces. */
class DistantSlideTest {
    private static final String KEY = "in/S1.svs";

    @TempDir
    static Path slides;

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // before all
    private static TestBucket bucket;

    @SuppressWarnings("NullAway.Init") // before all
    private static Path file;

    @SuppressWarnings("NullAway.Init") // before each
    private S3Objects objects;

    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final S3Metrics metrics = new S3Metrics(registry);
    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        bucket = new TestBucket();
        file = slides.resolve("S1.svs");
        SyntheticSlide.builder().size(4000, 3000).distinct().write(file);
    }

    @AfterAll
    static void stop() throws Exception {
        bucket.close();
    }

    @BeforeEach
    void putSlide() throws Exception {
        bucket.faults.clear();
        bucket.put(KEY, Files.readAllBytes(file));
        objects = S3Objects.of(bucket.access(), metrics);
        opened.add(objects);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    @Test
    void pixels_areThoseOfTheFile_andFewBytesCome() throws Exception {
        try (SlideReader near = SlideReaders.open(file);
                SlideReader distant = open(fetcher(64L << 20, S3Reading.RANGES))) {
            Level0Region region = new Level0Region(300, 500, 400, 400);
            assertThat(distant.properties().levels())
                    .isEqualTo(near.properties().levels());
            assertThat(distant.properties().mpp()).isEqualTo(near.properties().mpp());
            assertThat(distant.read(region, 0).rgb())
                    .isEqualTo(near.read(region, 0).rgb());
            assertThat(downloaded()).as("bytes for a corner").isLessThan(Files.size(file) / 2.0);

            for (int level = 0; level < near.properties().levels().size(); level++) {
                Level0Region all = new Level0Region(0, 0, 4000, 3000);
                assertThat(distant.read(all, level).rgb())
                        .isEqualTo(near.read(all, level).rgb());
            }
            assertThat(distant.thumbnail(200).rgb())
                    .isEqualTo(near.thumbnail(200).rgb());
            assertThat(distant.readerName()).startsWith("direct JPEG").contains("in pieces");
        }
        assertThat(downloaded()).as("each byte once at most").isLessThanOrEqualTo(Files.size(file));
        assertThat(whole()).as("whole copies").isEmpty();
    }

    @Test
    void expectedRegions_comeInFewRequests_andAreNotFetchedAgain() throws Exception {
        try (SlideReader distant = open(fetcher(64L << 20, S3Reading.RANGES))) {
            List<Level0Region> block = new ArrayList<>();
            for (int i = 0; i < 36; i++) {
                block.add(new Level0Region(1000 + i % 6 * 200L, 1000 + i / 6 * 200L, 200, 200));
            }
            int before = bucket.gets.get();

            distant.expect(block, 0);
            for (Level0Region region : block) {
                distant.excerpt(region, 0, 1).close();
            }

            assertThat(bucket.gets.get() - before).as("requests for 36 tiles").isBetween(1, 6);
        }
        SimpleMeterRegistry ofAnother = new SimpleMeterRegistry(); // pieces of the first one's may still come
        try (SlideReader again = open(fetcher(64L << 20, S3Reading.RANGES, new S3Metrics(ofAnother)))) {
            again.excerpt(new Level0Region(1000, 1000, 200, 200), 0, 1).close();
        }
        assertThat(downloaded(ofAnother)).as("by another process of the host").isZero();
    }

    @Test
    void replacedInTheMiddle_isChanged() throws Exception {
        try (SlideReader distant = open(fetcher(64L << 20, S3Reading.RANGES))) {
            byte[] other = Files.readAllBytes(file);
            other[other.length / 2]++;
            bucket.put(KEY, other);

            assertThat(refused(distant).reason()).isEqualTo(RejectionReason.CHANGED);
        }
    }

    @Test
    void removedInTheMiddle_isVanished() throws Exception {
        try (SlideReader distant = open(fetcher(64L << 20, S3Reading.RANGES))) {
            bucket.remove(KEY);

            assertThat(refused(distant).reason()).isEqualTo(RejectionReason.VANISHED);
        }
    }

    @Test
    void cutAndFailingAnswers_areTakenUpAgain() throws Exception {
        try (SlideReader near = SlideReaders.open(file);
                SlideReader distant = open(fetcher(64L << 20, S3Reading.RANGES))) {
            bucket.cutAfter(70_000);
            bucket.answer500(1);
            bucket.dribble();

            Level0Region region = new Level0Region(2000, 1000, 1000, 1000);
            assertThat(distant.read(region, 0).rgb())
                    .isEqualTo(near.read(region, 0).rgb());
        }
    }

    @Test
    void serverWithoutRanges_isDownloadedFrom_inAuto() throws Exception {
        byte[] bytes = large();
        ignoreRanges();

        try (SlideReader reader = open(fetcher(64L << 20, S3Reading.AUTO))) {
            assertThat(reader.readerName()).doesNotContain("in pieces");
        }
        assertThat(whole()).containsExactly((long) bytes.length);
    }

    @Test
    void rangesRefusedInTheMiddle_slideIsDownloadedAndReadOn() throws Exception {
        byte[] bytes = large();
        Level0Region begun = new Level0Region(0, 0, 300, 300);
        Level0Region rest = new Level0Region(0, 1500, 4000, 1500);
        try (SlideReader near = SlideReaders.open(file);
                SlideReader distant = open(fetcher(64L << 20, S3Reading.AUTO))) {
            assertThat(distant.read(begun, 0).rgb())
                    .isEqualTo(near.read(begun, 0).rgb());
            assertThat(distant.readerName()).contains("in pieces");

            ignoreRanges();

            assertThat(distant.read(rest, 0).rgb()).isEqualTo(near.read(rest, 0).rgb());
        }
        assertThat(whole()).containsExactly((long) bytes.length);
    }

    @Test
    void rangesRefusedInTheMiddle_isSaid_whereRangesAreWanted() throws Exception {
        try (SlideReader distant = open(fetcher(64L << 20, S3Reading.RANGES))) {
            ignoreRanges();

            SlideException e = refused(distant);

            assertThat(e.reason()).isEqualTo(RejectionReason.FAILED);
            assertThat(e).hasMessageContaining("s3.read=download");
        }
    }

    @Test
    void serverWithoutRanges_isSaid_whereRangesAreWanted() throws Exception {
        ignoreRanges();
        S3SlideFetcher fetcher = fetcher(64L << 20, S3Reading.RANGES);

        SlideException e = catchThrowableOfType(SlideException.class, () -> open(fetcher));

        assertThat(e.reason()).isEqualTo(RejectionReason.FAILED);
        assertThat(e)
                .hasMessageContaining("does not give parts of s3://scans/in/S1.svs")
                .hasMessageContaining("s3.read=download");
    }

    @Test
    void autoReadsLargeSlidesInPieces_andSmallOnesWhole() throws Exception {
        try (SlideReader small = open(fetcher(64L << 20, S3Reading.AUTO))) {
            assertThat(small.readerName()).doesNotContain("in pieces");
        }
        byte[] bytes = large();
        try (SlideReader large = open(fetcher(64L << 20, S3Reading.AUTO))) {
            assertThat(large.readerName()).contains("in pieces");
        }
        assertThat(whole()).doesNotContain((long) bytes.length);
    }

    @Test
    void formatsThatOpenSlideReads_areDownloaded() throws Exception {
        Path ndpi = slides.resolve("N.ndpi");
        SyntheticSlide.builder().size(1024, 1024).container(SlideContainer.NDPI).write(ndpi);
        bucket.put("in/N.ndpi", Files.readAllBytes(ndpi));
        SlideVersion version = S3SlideStore.version(objects, TestBucket.at("in/N.ndpi"));

        try (SlideReader reader = FetchedSlide.open(fetcher(64L << 20, S3Reading.RANGES), version, ReaderChoice.AUTO)) {
            assertThat(reader.readerName()).doesNotContain("in pieces");
        }
        assertThat(whole()).containsExactly(Files.size(ndpi));
    }

    @Test
    void cacheSmallerThanTheSlide_holdsSomePieces() throws Exception {
        long cacheBytes = 1 << 20;
        try (SlideReader near = SlideReaders.open(file);
                SlideReader distant = open(fetcher(cacheBytes, S3Reading.RANGES))) {
            Level0Region all = new Level0Region(0, 0, 4000, 3000);
            assertThat(distant.read(all, 0).rgb()).isEqualTo(near.read(all, 0).rgb());
            assertThat(FolderTree.sizeBytes(folder.resolve("cache"))).isLessThanOrEqualTo(cacheBytes + (128 << 10));
        }
    }

    @Test
    void damagedPiece_isFetchedAgain() throws Exception {
        Level0Region region = new Level0Region(2000, 1000, 500, 500);
        try (SlideReader distant = open(fetcher(64L << 20, S3Reading.RANGES))) {
            distant.excerpt(region, 0, 1).close();
        }
        for (Path piece : pieces()) {
            ByteBuffer zeros = ByteBuffer.allocate((int) Files.size(piece));
            Files.write(piece, zeros.array());
        }
        try (SlideReader near = SlideReaders.open(file);
                SlideReader distant = open(fetcher(64L << 20, S3Reading.RANGES))) {
            assertThat(distant.read(region, 0).rgb())
                    .isEqualTo(near.read(region, 0).rgb());
        }
    }

    @Test
    void associatedImages_areHadFromADownload() throws Exception {
        try (SlideReader near = SlideReaders.open(file);
                SlideReader distant = open(fetcher(64L << 20, S3Reading.RANGES))) {
            String name = near.properties().associatedImages().get(0);
            assertThat(distant.associatedImage(name).rgb())
                    .isEqualTo(near.associatedImage(name).rgb());
        }
        assertThat(whole()).containsExactly(Files.size(file));
    }

    /** A slide worth pieces to auto. */
    private static byte[] large() throws IOException {
        byte[] slide = Files.readAllBytes(file);
        byte[] bytes = java.util.Arrays.copyOf(slide, 17 << 20);
        bucket.put(KEY, bytes);
        return bytes;
    }

    private static void ignoreRanges() {
        for (int i = 0; i < 20; i++) {
            bucket.faults.add((request, blobs) -> {
                ResponseInputStream<GetObjectResponse> all =
                        blobs.getBlob(request.toBuilder().range(null).build());
                return all;
            });
        }
    }

    private static SlideException refused(SlideReader reader) {
        return catchThrowableOfType(SlideException.class, () -> {
            for (int y = 0; y < 3000; y += 500) {
                try (Excerpt pixels = reader.excerpt(new Level0Region(0, y, 4000, 500), 0, 1)) {
                    assertThat(pixels.widthPx()).isEqualTo(4000);
                }
            }
        });
    }

    private SlideReader open(S3SlideFetcher fetcher) throws Exception {
        SlideReader reader =
                FetchedSlide.open(fetcher, S3SlideStore.version(objects, TestBucket.at(KEY)), ReaderChoice.AUTO);
        return reader;
    }

    private S3SlideFetcher fetcher(long cacheBytes, S3Reading reading) throws Exception {
        return fetcher(cacheBytes, reading, metrics);
    }

    private S3SlideFetcher fetcher(long cacheBytes, S3Reading reading, S3Metrics metrics) throws Exception {
        SlideCache cache = SlideCache.in(folder.resolve("cache"), cacheBytes, metrics);
        S3SlideFetcher fetcher = new S3SlideFetcher(objects, cache, 4, 1 << 20, reading, metrics, Duration.ofMillis(1));
        opened.add(fetcher);
        return fetcher;
    }

    private double downloaded() {
        return downloaded(registry);
    }

    private static double downloaded(MeterRegistry registry) {
        return registry.get("slidestream.s3.downloaded").counter().count();
    }

    private List<Path> pieces() throws IOException {
        try (Stream<Path> files = Files.walk(folder.resolve("cache"))) {
            return files.filter(path -> path.getFileName().toString().matches("[0-9]{1,6}"))
                    .filter(Files::isRegularFile)
                    .toList();
        }
    }

    /** Sizes of the slides that are in the cache whole. */
    private List<Long> whole() throws IOException {
        List<Long> sizes = new ArrayList<>();
        try (Stream<Path> files = Files.list(folder.resolve("cache"))) {
            for (Path one : files.filter(Files::isDirectory)
                    .filter(path -> !path.toString().endsWith(SlideCache.PIECES))
                    .toList()) {
                sizes.add(FolderTree.sizeBytes(one));
            }
        }
        return sizes;
    }
}
