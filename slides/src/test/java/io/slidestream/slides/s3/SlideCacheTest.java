package io.slidestream.slides.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SlideCacheTest {
    @TempDir
    Path folder;

    private Path root = Path.of("");

    @BeforeEach
    void realRoot() throws IOException {
        root = folder.toRealPath().resolve("cache");
    }

    /** Whoever makes the folder of a shared disk first could exchange the slides in it. */
    @Test
    void folderOpenToOthers_orALink_isRefused() throws Exception {
        Path open = Files.createDirectory(folder.resolve("open"));
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
        assertThatThrownBy(() -> SlideCache.in(open, 100, new S3Metrics(new SimpleMeterRegistry())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("can be written to by others (rwxrwxrwx)");
        Path link = Files.createSymbolicLink(folder.resolve("link"), open);
        assertThatThrownBy(() -> SlideCache.in(link, 100, new S3Metrics(new SimpleMeterRegistry())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("set s3.cache.folder");
    }

    @Test
    void folderThatOthersMayRead_isClosedToThem() throws Exception {
        Path readable = Files.createDirectory(folder.resolve("readable"));
        Files.setPosixFilePermissions(readable, PosixFilePermissions.fromString("rwxr-xr-x"));
        SlideCache.in(readable, 100, new S3Metrics(new SimpleMeterRegistry()));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(readable)))
                .isEqualTo("rwx------");
    }

    @Test
    void leastRecentlyUsedSlide_goesFirst() throws Exception {
        SlideCache cache = cache(100);
        use(cache, "a", 40);
        use(cache, "b", 40);
        age("a", 1);
        age("b", 2);
        use(cache, "a", 40);

        use(cache, "c", 40);

        assertThat(slides()).containsExactly("a", "c");
    }

    @Test
    void slidesInUse_areNeverRemoved_andTheirNeedIsSaid() throws Exception {
        SlideCache cache = cache(100);
        try (SlideCache.Entry a = hold(cache, "a", 60)) {
            assertThatThrownBy(() -> use(cache, "b", 60))
                    .isInstanceOfSatisfying(
                            CacheRoomException.class,
                            e -> assertThat(e.isPassing()).isTrue())
                    .hasMessageContaining("the slides in use fill the cache");
            assertThat(a.folder()).isNotEmptyDirectory();
        }

        use(cache, "b", 60);

        assertThat(slides()).containsExactly("b");
    }

    @Test
    void failedDownload_leavesNothing() throws Exception {
        SlideCache cache = cache(100);

        assertThatThrownBy(() -> cache.<IOException>hold("a", List.of(new CachedFile("S1.svs", 10)), part -> {
                    throw new IOException("No space left on device");
                }))
                .hasMessage("No space left on device");

        assertThat(slides()).isEmpty();
        use(cache, "a", 10);
        assertThat(slides()).containsExactly("a");
    }

    @Test
    void whatADeadProcessLeft_isRemovedAtStart() throws Exception {
        use(cache(100), "a", 10);
        Files.createDirectories(root.resolve("b.part"));
        Files.write(root.resolve("b.part/S1.svs"), new byte[10]);
        Files.createDirectories(root.resolve("c.gone"));

        cache(100);

        assertThat(slides()).containsExactly("a");
    }

    @Test
    void downloadInProgress_survivesTheStartOfAnother() throws Exception {
        SlideCache cache = cache(100);

        try (SlideCache.Entry a = cache.<IOException>hold("a", List.of(new CachedFile("S1.svs", 10)), part -> {
            cache(100);
            Files.write(part.resolve("S1.svs"), new byte[] {7});
        })) {
            assertThat(a.folder().resolve("S1.svs")).hasBinaryContent(new byte[] {7});
        }
    }

    @Test
    void cache_isForThisUserAlone() throws Exception {
        cache(100);

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(root)))
                .isEqualTo("rwx------");
    }

    @Test
    void slideThatAnotherProcessReads_isNotRemoved_untilThatProcessEnds() throws Exception {
        SlideCache cache = cache(100);
        use(cache, "a", 60);
        try (OtherReader reader = OtherReader.of(root, "a")) {
            assertThatThrownBy(() -> use(cache, "b", 60)).isInstanceOf(CacheRoomException.class);
            assertThat(slides()).containsExactly("a");

            reader.kill();
        }

        use(cache, "b", 60);

        assertThat(slides()).containsExactly("b");
    }

    private SlideCache cache(long maxBytes) throws IOException {
        return SlideCache.in(root, maxBytes, new S3Metrics(new SimpleMeterRegistry()));
    }

    private static void use(SlideCache cache, String id, int bytes) throws IOException, InterruptedException {
        hold(cache, id, bytes).close();
    }

    private static SlideCache.Entry hold(SlideCache cache, String id, int bytes)
            throws IOException, InterruptedException {
        return cache.<IOException>hold(
                id,
                List.of(new CachedFile("S1.svs", bytes)),
                part -> Files.write(part.resolve("S1.svs"), new byte[bytes]));
    }

    private void age(String id, int seconds) throws IOException {
        Files.setLastModifiedTime(root.resolve(id), FileTime.fromMillis(seconds * 1000L));
    }

    private List<String> slides() throws IOException {
        return FolderTree.oldestFirst(root).stream().sorted().toList();
    }
}
