package io.slidestream.slides.s3;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.contracts.Level0Region;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.Excerpt;
import io.slidestream.slides.SlideReader;
import io.slidestream.slides.open.FetchedSlide;
import io.slidestream.slides.open.ReaderChoice;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Slides in S3 in pieces against whole: hosts with a cache of their own take the blocks of one slide in turns, from a server
 * that adds 20 ms to each request. A program, not a test: {@code DistantReadBench SLIDE TILE_PX}.
 */
final class DistantReadBench {
    private static final int BLOCK_TILES = 16;
    private static final int ROUNDS = 3;
    private static final Duration DELAY = Duration.ofMillis(20);

    private final TestBucket bucket;
    private final int tilePx;

    private DistantReadBench(TestBucket bucket, int tilePx) {
        this.bucket = bucket;
        this.tilePx = tilePx;
    }

    public static void main(String[] args) throws Exception {
        try (TestBucket bucket = new TestBucket()) {
            byte[] slide = Files.readAllBytes(Path.of(args[0]));
            bucket.put("S1.svs", slide);
            bucket.delay = DELAY;
            DistantReadBench bench = new DistantReadBench(bucket, Integer.parseInt(args[1]));
            System.out.printf("slide: %d bytes%n", slide.length);
            for (int round = 0; round < ROUNDS; round++) {
                for (int hosts : new int[] {1, 4}) {
                    for (S3Reading reading : List.of(S3Reading.DOWNLOAD, S3Reading.RANGES)) {
                        bench.run(hosts, reading);
                    }
                }
            }
        }
    }

    private record Share(long tiles, long bytes) {}

    private void run(int hosts, S3Reading reading) throws Exception {
        Path caches = Files.createTempDirectory("distant-bench");
        ExecutorService threads = Executors.newFixedThreadPool(hosts);
        int before = bucket.gets.get();
        long began = System.nanoTime();
        List<Future<Share>> shares = new ArrayList<>();
        for (int host = 0; host < hosts; host++) {
            shares.add(threads.submit(share(host, hosts, reading, caches.resolve("h" + host))));
        }
        long tiles = 0;
        long bytes = 0;
        for (Future<Share> share : shares) {
            tiles += share.get().tiles();
            bytes += share.get().bytes();
        }
        double seconds = (System.nanoTime() - began) / 1e9;
        System.out.printf(
                Locale.ROOT,
                "%d hosts, %s: %d tiles, %.1f kB a tile, %.0f tiles/s, %d requests%n",
                hosts,
                reading.label(),
                tiles,
                bytes / 1e3 / tiles,
                tiles / seconds,
                bucket.gets.get() - before);
        threads.shutdown();
        FolderTree.delete(caches);
    }

    private Callable<Share> share(int host, int hosts, S3Reading reading, Path cacheFolder) {
        return () -> {
            SimpleMeterRegistry registry = new SimpleMeterRegistry();
            S3Metrics metrics = new S3Metrics(registry);
            long tiles = 0;
            try (S3Objects objects = S3Objects.of(bucket.access(), metrics);
                    S3SlideFetcher fetcher = new S3SlideFetcher(
                            objects, SlideCache.in(cacheFolder, 4L << 30, metrics), 8, reading, metrics)) {
                SlideVersion version = S3SlideStore.version(objects, TestBucket.at("S1.svs"));
                try (SlideReader reader = FetchedSlide.open(fetcher, version, ReaderChoice.AUTO)) {
                    List<List<Level0Region>> blocks = blocks(reader);
                    for (int block = host; block < blocks.size(); block += hosts) {
                        reader.expect(blocks.get(block), 0);
                        if (block + hosts < blocks.size()) {
                            reader.expect(blocks.get(block + hosts), 0);
                        }
                        for (Level0Region region : blocks.get(block)) {
                            try (Excerpt pixels = reader.excerpt(region, 0, 1)) {
                                tiles += pixels.widthPx() > 0 ? 1 : 0;
                            }
                        }
                    }
                }
            }
            return new Share(tiles, (long)
                    registry.get("slidestream.s3.downloaded").counter().count());
        };
    }

    /** Those within an ellipse, a third of the slide, as tissue takes. */
    private List<List<Level0Region>> blocks(SlideReader reader) {
        List<List<Level0Region>> blocks = new ArrayList<>();
        int side = BLOCK_TILES * tilePx;
        long width = reader.properties().widthPx();
        long height = reader.properties().heightPx();
        for (long y = 0; y + side <= height; y += side) {
            for (long x = 0; x + side <= width; x += side) {
                double across = (x + side / 2.0) / width * 2 - 1;
                double down = (y + side / 2.0) / height * 2 - 1;
                if (across * across + down * down < 0.45) {
                    blocks.add(block(x, y));
                }
            }
        }
        return blocks;
    }

    private List<Level0Region> block(long x, long y) {
        List<Level0Region> tiles = new ArrayList<>();
        for (int tile = 0; tile < BLOCK_TILES * BLOCK_TILES; tile++) {
            tiles.add(new Level0Region(
                    x + (long) tile % BLOCK_TILES * tilePx, y + (long) tile / BLOCK_TILES * tilePx, tilePx, tilePx));
        }
        return tiles;
    }
}
