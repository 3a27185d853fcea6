package io.slidestream.slides.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.store.LocalSlide;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class S3SlideFetcherTest {
    private static final int PIECES = 3;

    @TempDir
    Path folder;

    private static final SimpleMeterRegistry REGISTRY = new SimpleMeterRegistry();
    private static final S3Metrics METRICS = new S3Metrics(new SimpleMeterRegistry());

    private S3Metrics metrics = METRICS;
    private final List<AutoCloseable> opened = new ArrayList<>();

    @SuppressWarnings("NullAway.Init")
    private static TestBucket bucket;

    @SuppressWarnings("NullAway.Init")
    private static S3Objects objects;

    @BeforeAll
    static void start() throws Exception {
        bucket = new TestBucket();
        objects = S3Objects.of(bucket.access(), METRICS);
    }

    @BeforeEach
    void clear() {
        bucket.faults.clear();
        bucket.gets.set(0);
        REGISTRY.clear();
        metrics = new S3Metrics(REGISTRY);
    }

    @AfterEach
    void closeFetchers() throws Exception {
        for (AutoCloseable one : opened) {
            one.close();
        }
    }

    @AfterAll
    static void stop() throws Exception {
        bucket.close();
    }

    @Test
    void slide_isDownloadedInPieces_once() throws Exception {
        byte[] bytes = bytes(250_000, 1);
        bucket.put("in/S1.svs", bytes);
        S3SlideFetcher fetcher = fetcher(1 << 20);

        Path first = fetcher.fetch(version("in/S1.svs"));
        Path second = fetcher.fetch(version("in/S1.svs"));

        assertThat(first).isEqualTo(second).hasFileName("S1.svs").hasBinaryContent(bytes);
        assertThat(bucket.gets).hasValue(PIECES);
        assertThat(count("slidestream.s3.downloaded")).isEqualTo(bytes.length);
        assertThat(count("slidestream.s3.cache.misses")).isEqualTo(1);
        assertThat(REGISTRY.get("slidestream.s3.cache.used").gauge().value()).isEqualTo(bytes.length);
    }

    @Test
    void serverInTrouble_isAskedAgain() throws Exception {
        byte[] bytes = bytes(1000, 1);
        bucket.put("S1.svs", bytes);
        bucket.answer500(2);

        assertThat(fetcher(1 << 20).fetch(version("S1.svs"))).hasBinaryContent(bytes);
        assertThat(bucket.gets).hasValue(3);
    }

    @Test
    void cutConnections_areTakenUpWhereTheyBroke() throws Exception {
        byte[] bytes = bytes(300_000, 1);
        bucket.put("S1.svs", bytes);
        bucket.cutAfter(70_000);
        bucket.cutAfter(20_000);

        assertThat(fetcher(1 << 20).fetch(version("S1.svs"))).hasBinaryContent(bytes);
        assertThat(bucket.gets).hasValue(PIECES + 2);
        assertThat(count("slidestream.s3.downloaded")).isEqualTo(bytes.length);
    }

    @Test
    void slowAnswers_areWaitedFor() throws Exception {
        byte[] bytes = bytes(20_000, 1);
        bucket.put("S1.svs", bytes);
        bucket.dribble();

        assertThat(fetcher(1 << 20).fetch(version("S1.svs"))).hasBinaryContent(bytes);
    }

    @Test
    void slideReplacedWhileDownloaded_isChanged_andLeavesNothing() throws Exception {
        bucket.put("S1.svs", bytes(250_000, 1));
        SlideVersion old = version("S1.svs");
        byte[] other = bytes(250_000, 2);
        bucket.first(() -> bucket.put("S1.svs", other));
        S3SlideFetcher fetcher = fetcher(1 << 20);

        assertThat(refused(fetcher, old).reason()).isEqualTo(RejectionReason.CHANGED);

        assertThat(cached()).isEmpty();
        assertThat(fetcher.fetch(version("S1.svs"))).hasBinaryContent(other);
    }

    @Test
    void replacedOrVanishedSlide_isRefused() throws Exception {
        bucket.put("S1.svs", bytes(10, 1));
        bucket.put("S2.svs", bytes(10, 1));
        SlideVersion replaced = version("S1.svs");
        SlideVersion vanished = version("S2.svs");
        bucket.put("S1.svs", bytes(10, 2));
        bucket.remove("S2.svs");
        S3SlideFetcher fetcher = fetcher(1 << 20);

        assertThat(refused(fetcher, replaced).reason()).isEqualTo(RejectionReason.CHANGED);
        assertThat(refused(fetcher, vanished))
                .hasMessage("s3://scans/S2.svs is no longer there")
                .extracting(SlideException::reason)
                .isEqualTo(RejectionReason.VANISHED);
    }

    @Test
    void slideInTheCache_isReadWhileTheServerIsAway() throws Exception {
        bucket.put("S1.svs", bytes(10, 1));
        SlideVersion slide = version("S1.svs");
        fetcher(1 << 20).fetch(slide);
        S3SlideFetcher later = fetcher(1 << 20, nobody());

        assertThat(later.fetch(slide)).hasBinaryContent(bytes(10, 1));
        assertThat(count("slidestream.s3.cache.hits")).isEqualTo(1);
    }

    @Test
    void serverThatStaysAway_isAFailure_thatTheSlideIsNotBlamedFor() throws Exception {
        bucket.put("S1.svs", bytes(10, 1));
        SlideVersion slide = version("S1.svs");
        S3SlideFetcher fetcher = fetcher(1 << 20, nobody());

        assertThat(refused(fetcher, slide))
                .hasMessageContaining("does not answer")
                .extracting(SlideException::reason)
                .isEqualTo(RejectionReason.FAILED);
        assertThat(fetcher.trouble())
                .hasValueSatisfying(said -> assertThat(said).contains("does not answer"));
    }

    @Test
    void threads_shareOneDownload() throws Exception {
        byte[] bytes = bytes(100_000, 1);
        bucket.put("S1.svs", bytes);
        SlideVersion slide = version("S1.svs");
        List<S3SlideFetcher> fetchers = List.of(fetcher(1 << 20), fetcher(1 << 20));
        ExecutorService threads = Executors.newFixedThreadPool(8);
        opened.add(threads::shutdownNow);
        List<Future<Path>> fetched = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            S3SlideFetcher fetcher = fetchers.get(i % 2);
            fetched.add(threads.submit(() -> fetcher.fetch(slide)));
        }

        for (Future<Path> path : fetched) {
            assertThat(path.get()).hasBinaryContent(bytes);
        }
        assertThat(bucket.gets).hasValue(1);
        assertThat(count("slidestream.s3.cache.misses")).isEqualTo(1);
    }

    @Test
    void slidesInUse_stay_andRoomIsMadeByOthers() throws Exception {
        for (String name : List.of("A", "B", "C")) {
            bucket.put(name + ".svs", bytes(400_000, 1));
        }
        S3SlideFetcher fetcher = fetcher(1 << 20);
        try (LocalSlide inUse = fetcher.hold(version("A.svs"))) {
            Path idle = fetcher.fetch(version("B.svs"));

            Path third = fetcher.fetch(version("C.svs"));

            assertThat(inUse.path()).exists();
            assertThat(third).exists();
            assertThat(idle).doesNotExist();
            assertThat(count("slidestream.s3.cache.evictions")).isEqualTo(1);
        }
    }

    @Test
    void slideLargerThanTheCache_isRefusedAtOnce() throws Exception {
        bucket.put("S1.svs", bytes(2 << 20, 1));

        assertThat(refused(fetcher(1 << 20), version("S1.svs")))
                .hasMessageContaining("takes 2 MiB, more than the whole cache of 1 MiB; raise s3.cache.size");
        assertThat(bucket.gets).hasValue(0);
    }

    @Test
    void allFilesOfASlide_areDownloaded_whenNoneIsMissing() throws Exception {
        bucket.put("in/S1.mrxs", bytes(10, 1));
        String index = "[HIERARCHICAL]\nINDEXFILE=Index.dat\n[DATAFILE]\nFILE_COUNT=1\nFILE_0=Data0000.dat\n";
        bucket.put("in/S1/Slidedat.ini", index.getBytes(UTF_8));
        bucket.put("in/S1/Index.dat", bytes(20, 2));
        S3SlideFetcher fetcher = fetcher(1 << 20);
        assertThat(refused(fetcher, version("in/S1.mrxs")))
                .hasMessage("s3://scans/in/S1.mrxs lacks files that belong to it: Data0000.dat; copy them too")
                .extracting(SlideException::reason)
                .isEqualTo(RejectionReason.INCOMPLETE);

        bucket.put("in/S1/Data0000.dat", bytes(30, 3));
        SlideVersion whole = version("in/S1.mrxs");
        assertThat(fetcher.isKnownWhole(whole)).isTrue();
        Path main = fetcher.fetch(whole);

        assertThat(main).hasFileName("S1.mrxs").hasBinaryContent(bytes(10, 1));
        assertThat(main.resolveSibling("S1/Data0000.dat")).hasBinaryContent(bytes(30, 3));
        bucket.put("in/S1/Data0000.dat", bytes(30, 4));
        assertThat(refused(fetcher(1 << 20), whole).reason()).isEqualTo(RejectionReason.CHANGED);
    }

    private S3SlideFetcher fetcher(long cacheBytes) throws Exception {
        return fetcher(cacheBytes, objects);
    }

    private S3SlideFetcher fetcher(long cacheBytes, S3Objects from) throws Exception {
        SlideCache cache = SlideCache.in(folder.resolve("cache"), cacheBytes, metrics);
        S3SlideFetcher fetcher = new S3SlideFetcher(from, cache, 2, 100_000, metrics, Duration.ofMillis(1));
        opened.add(fetcher);
        return fetcher;
    }

    private S3Objects nobody() throws Exception {
        return S3Objects.of(new S3Access(URI.create("http://127.0.0.1:1"), "us-east-1", null), metrics);
    }

    private static SlideVersion version(String key) throws Exception {
        return S3SlideStore.version(objects, TestBucket.at(key));
    }

    private static SlideException refused(S3SlideFetcher fetcher, SlideVersion slide) {
        SlideException e = catchThrowableOfType(SlideException.class, () -> fetcher.fetch(slide));
        assertThat(e).isNotNull();
        return e;
    }

    private List<Path> cached() throws Exception {
        try (var entries = Files.list(folder.resolve("cache"))) {
            return entries.filter(Files::isDirectory).toList();
        }
    }

    private double count(String name) {
        return REGISTRY.get(name).counter().count();
    }

    private static byte[] bytes(int count, int seed) {
        byte[] bytes = new byte[count];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }
}
