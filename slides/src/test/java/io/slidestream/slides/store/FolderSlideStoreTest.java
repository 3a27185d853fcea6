package io.slidestream.slides.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.SlideException;
import io.slidestream.testkit.Await;
import java.io.IOException;
import java.net.URI;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderSlideStoreTest {
    private Path root = Path.of("");

    @BeforeEach
    void realRoot(@TempDir Path folder) throws IOException {
        root = folder.toRealPath();
    }

    @Test
    void slides_areListedInOrderWithTheirNames() throws Exception {
        file("b/S2.SVS");
        file("S1.svs");
        file("b/c/scan.2.ndpi");
        file("notes.txt");
        file("b/no-extension");
        file(".hidden.svs");
        file(".cache/S9.svs");

        SlideStore.Contents contents = new FolderSlideStore(root).contents();

        assertThat(contents.slides()).extracting(SlideVersion::name).containsExactly("S1", "b/S2", "b/c/scan.2");
        assertThat(contents.otherFiles()).isEqualTo(2);
    }

    @Test
    void locationsOfOrdinaryAndOddNames_areTheUrisOfTheirFiles() throws Exception {
        List<String> names = List.of("plain-1_a", "two%20words", "a+b~c", "100%25", "%C3%BC", "deep.er/x");
        for (String name : names) {
            Path file = Path.of(URI.create(root.toUri() + "case%20%C3%A4/" + name + ".svs"));
            Files.createDirectories(file.getParent());
            Files.write(file, new byte[4]);
        }

        assertThat(new FolderSlideStore(root).list())
                .extracting(SlideVersion::location)
                .containsExactlyInAnyOrderElementsOf(names.stream()
                        .map(name -> root.toUri() + "case%20%C3%A4/" + name + ".svs")
                        .toList());
        assertThat(new FolderSlideStore(root).list())
                .extracting(SlideVersion::name)
                .contains("case ä/plain-1_a", "case ä/two words", "case ä/100%", "case ä/ü", "case ä/deep.er/x");
    }

    @Test
    void fingerprint_isSizeAndTime() throws Exception {
        Path file = file("S1.svs");
        Files.setLastModifiedTime(file, FileTime.fromMillis(1_700_000_000_123L));

        assertThat(new FolderSlideStore(root).list())
                .containsExactly(new SlideVersion("file://" + root + "/S1.svs", "4-1700000000123", "S1"));
    }

    @Test
    void oddNames_survive() throws Exception {
        Path odd = Path.of(URI.create(root.toUri() + "a%20b/100%25%20%23%C3%BC%3F.svs"));
        Files.createDirectory(odd.getParent());
        Files.write(odd, new byte[4]);
        FolderSlideStore store = new FolderSlideStore(root);

        List<SlideVersion> slides = store.list();

        assertThat(slides).extracting(SlideVersion::name).containsExactly("a b/100% #ü?");
        assertThat(slides)
                .extracting(SlideVersion::location)
                .allMatch(l -> l.endsWith("a%20b/100%25%20%23%C3%BC%3F.svs"));
        assertThat(store.fetch(slides.get(0))).isEqualTo(odd);
    }

    @Test
    void loopsOfLinks_end() throws Exception {
        Path slide = file("a/S1.svs");
        Files.createSymbolicLink(root.resolve("a/back"), root);
        Files.createSymbolicLink(root.resolve("linked.svs"), slide);
        Files.createSymbolicLink(root.resolve("dangling.svs"), root.resolve("nothing"));

        assertThat(new FolderSlideStore(root).list())
                .extracting(SlideVersion::name)
                .containsExactly("a/S1", "linked");
    }

    @Test
    void folderOfNothing_isEmpty() throws Exception {
        assertThat(new FolderSlideStore(root).list()).isEmpty();
    }

    @Test
    void missingFolder_isAnError() {
        assertThatThrownBy(() -> new FolderSlideStore(root.resolve("nothing"))).isInstanceOf(NoSuchFileException.class);
        assertThatThrownBy(() -> new FolderSlideStore(file("S1.svs"))).isInstanceOf(NotDirectoryException.class);
    }

    @Test
    void oneFile_hasTheLocationOfItsFoldersStore() throws Exception {
        Path file = file("a/S1.svs");
        Files.createSymbolicLink(root.resolve("link"), root.resolve("a"));

        SlideVersion version = FolderSlideStore.version(root.resolve("link/../a/S1.svs"));

        assertThat(version.name()).isEqualTo("S1");
        assertThat(version)
                .isEqualTo(new FolderSlideStore(root.resolve("link")).list().get(0));
        assertThat(new LocalSlideFetcher().fetch(version)).isEqualTo(file);
    }

    @Test
    void changedFile_isNoLongerTheVersion() throws Exception {
        Path file = file("S1.svs");
        SlideVersion seen = FolderSlideStore.version(file);
        Files.write(file, new byte[5]);

        SlideException e = catchThrowableOfType(SlideException.class, () -> new LocalSlideFetcher().fetch(seen));
        assertThat(e.reason()).isEqualTo(RejectionReason.CHANGED);
        assertThat(e).hasMessageContaining("S1.svs has changed").hasMessageContaining(seen.fingerprint());
    }

    @Test
    void deletedFile_hasVanished() throws Exception {
        Path file = file("S1.svs");
        SlideVersion seen = FolderSlideStore.version(file);
        try (LocalSlideFetcher fetcher = new LocalSlideFetcher()) {
            assertThat(fetcher.fetch(seen)).isEqualTo(file);
            Files.delete(file);

            SlideException e = catchThrowableOfType(SlideException.class, () -> fetcher.fetch(seen));
            assertThat(e.reason()).isEqualTo(RejectionReason.VANISHED);
        }
    }

    /** Two services of one process, or two tests: neither decides by what the other has seen. */
    @Test
    void folderInPlaceOfAnother_isAShareThatIsAway_toTheFetcherThatSawTheOther() throws Exception {
        Path share = Files.createDirectories(root.resolve("share"));
        SlideVersion slide = FolderSlideStore.version(file("share/S1.svs"));
        LocalSlideFetcher saw = new LocalSlideFetcher(Duration.ZERO);
        assertThat(saw.fetch(slide)).isEqualTo(share.resolve("S1.svs"));
        SlideFile open = SlideFile.at(share.resolve("S1.svs"));
        Files.move(share, root.resolve("away"));
        file("share/not mounted");

        assertThat(catchThrowableOfType(SlideException.class, () -> saw.fetch(slide))
                        .reason())
                .isEqualTo(RejectionReason.FAILED);
        assertThat(catchThrowableOfType(SlideException.class, open::checkUnchanged)
                        .reason())
                .isEqualTo(RejectionReason.FAILED);
        LocalSlideFetcher other = new LocalSlideFetcher(Duration.ZERO);
        assertThat(catchThrowableOfType(SlideException.class, () -> other.fetch(slide))
                        .reason())
                .isEqualTo(RejectionReason.VANISHED);
    }

    /** As when a share is not mounted: its files are gone, and in place of their folder is an empty one. */
    @Test
    void slideOfAShareThatIsAway_isWaitedFor_andThenNotBlamed() throws Exception {
        Path share = Files.createDirectories(root.resolve("share"));
        FolderSlideStore store = new FolderSlideStore(share);
        SlideVersion slide = FolderSlideStore.version(file("share/S1.svs"));
        assertThat(store.list()).containsExactly(slide);
        Files.move(share, root.resolve("away"));
        Files.createDirectory(share);

        assertThatThrownBy(store::contents)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("is the share mounted?");
        SlideException e =
                catchThrowableOfType(SlideException.class, () -> new LocalSlideFetcher(Duration.ZERO).fetch(slide));
        assertThat(e.reason()).isEqualTo(RejectionReason.FAILED);
        assertThat(e).hasMessageContaining("S1.svs cannot be reached").hasMessageContaining("is the share mounted?");

        try (LocalSlideFetcher waiting = new LocalSlideFetcher(Duration.ofMinutes(1))) {
            CompletableFuture<Path> fetched = CompletableFuture.supplyAsync(() -> {
                try {
                    return waiting.fetch(slide);
                } catch (SlideException late) {
                    throw new AssertionError(late);
                }
            });
            Await.await(() -> waiting.trouble().isPresent());
            Files.move(root.resolve("away/S1.svs"), share.resolve("S1.svs"));
            assertThat(fetched.get(2, TimeUnit.MINUTES)).isEqualTo(share.resolve("S1.svs"));
            assertThat(waiting.trouble()).isEmpty();
        }
        assertThat(store.list()).containsExactly(slide);
    }

    /** Root may read all files, so this asks for the meaning alone. */
    @Test
    void fileThatMayNotBeRead_orGivesErrors_isNotBlamed() {
        Path file = root.resolve("S1.svs");
        SlideException denied = SlideFile.missing(file, new AccessDeniedException(file.toString()));
        assertThat(denied.reason()).isEqualTo(RejectionReason.FAILED);
        assertThat(denied).hasMessageContaining("S1.svs may not be read by this service");
        assertThat(SlideFile.missing(file, new IOException("Input/output error"))
                        .reason())
                .isEqualTo(RejectionReason.FAILED);
    }

    @Test
    void removedFolder_isNoShareThatIsAway() throws Exception {
        Path file = file("case 7/S1.svs");
        file("case 8/S1.svs");
        SlideVersion seen = FolderSlideStore.version(file);
        Files.delete(file);
        Files.delete(root.resolve("case 7"));

        SlideException e = catchThrowableOfType(SlideException.class, () -> new LocalSlideFetcher().fetch(seen));
        assertThat(e.reason()).isEqualTo(RejectionReason.VANISHED);
    }

    @Test
    void otherStores_areRefusedByName() {
        for (String location : List.of("s3://bucket/S1.svs", "S1.svs", "file:relative.svs", "not a uri")) {
            SlideVersion slide = new SlideVersion(location, "1-1", "S1");
            SlideException e = catchThrowableOfType(SlideException.class, () -> new LocalSlideFetcher().fetch(slide));
            assertThat(e.reason()).isEqualTo(RejectionReason.FAILED);
            assertThat(e).hasMessageContaining(location);
        }
    }

    private Path file(String path) throws IOException {
        Path file = root.resolve(path);
        Files.createDirectories(file.getParent());
        return Files.write(file, new byte[4]);
    }
}
