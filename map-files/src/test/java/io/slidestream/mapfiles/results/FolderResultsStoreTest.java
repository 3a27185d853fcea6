package io.slidestream.mapfiles.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.contracts.MapId;
import io.slidestream.contracts.SlideVersion;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FolderResultsStoreTest {
    private static final MapId MAP = new MapId("0123456789abcdef0123456789abcdef");
    private static final SlideVersion SVS = new SlideVersion("file:///bucket/S1.svs", "1-1", "S1");
    private static final SlideVersion TIFF = new SlideVersion("file:///bucket/S1.tiff", "1-1", "S1");

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path root;

    @Test
    void draft_isNotSeenUntilPublished() throws IOException {
        ResultsStore store = new FolderResultsStore(root.resolve("new/folder"));
        try (ResultsDraft draft = store.draft(SVS, MAP)) {
            write(draft, "tiles.csv", "1");
            write(draft, "summary.json", summary(SVS));
            assertThat(root.resolve("new/folder/S1")).doesNotExist();
            assertThat(draft.publish("summary.json"))
                    .isEqualTo(root.resolve("new/folder/S1").toUri());
        }
        assertThat(names(root.resolve("new/folder"))).containsExactly("S1");
        assertThat(names(root.resolve("new/folder/S1"))).containsExactly("summary.json", "tiles.csv");
    }

    @Test
    void unpublishedDraft_leavesWhatWasThere() throws IOException {
        publish(SVS, MAP, "tiles.csv", "old");
        try (ResultsDraft draft = new FolderResultsStore(root).draft(SVS, MAP)) {
            write(draft, "tiles.csv", "new");
        }
        assertThat(root.resolve("S1/tiles.csv")).hasContent("old");
        assertThat(names(root)).containsExactly("S1");
    }

    @Test
    void sameSlide_isReplacedWithAllItsFiles() throws IOException {
        publish(SVS, MAP, "tiles.csv", "old");
        Files.writeString(root.resolve("S1/notes.txt"), "the pathologist's");
        publish(SVS, new MapId("f".repeat(32)), "overlay.png", "new");
        assertThat(names(root.resolve("S1"))).containsExactly("notes.txt", "overlay.png", "summary.json");
    }

    @Test
    void otherSlideOfTheName_getsItsOwnFolder() throws IOException {
        publish(SVS, MAP, "tiles.csv", "svs");
        publish(TIFF, MAP, "tiles.csv", "tiff");
        publish(TIFF, MAP, "tiles.csv", "tiff again");
        assertThat(root.resolve("S1/tiles.csv")).hasContent("svs");
        assertThat(root.resolve("S1-01234567/tiles.csv")).hasContent("tiff again");
        assertThat(names(root)).containsExactly("S1", "S1-01234567");
    }

    @Test
    void summaryThatIsNotOurs_isLeftAlone() throws IOException {
        Files.createDirectories(root.resolve("S1"));
        Files.writeString(root.resolve("S1/summary.json"), "dear diary");
        publish(SVS, MAP, "tiles.csv", "svs");
        assertThat(root.resolve("S1/summary.json")).hasContent("dear diary");
        assertThat(root.resolve("S1-01234567/tiles.csv")).hasContent("svs");
    }

    @Test
    void draftOfADeadProcess_isSweptAway() throws IOException {
        Path dead = Files.createDirectories(root.resolve(".writing-" + MAP.hex()));
        Files.writeString(dead.resolve("tiles.csv"), "half a tab");
        publish(SVS, MAP, "tiles.csv", "whole");
        assertThat(root.resolve("S1/tiles.csv")).hasContent("whole");
        assertThat(names(root)).containsExactly("S1");
    }

    /** As after a process was suspended in the middle of a map, and another took over. */
    @Test
    void draftThatAnotherTookOver_leavesTheOthersResults() throws IOException {
        try (ResultsDraft suspended = new FolderResultsStore(root).draft(SVS, MAP)) {
            write(suspended, "tiles.csv", "same");
            publish(SVS, MAP, "tiles.csv", "same");

            assertThatThrownBy(() -> suspended.publish("summary.json"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("was taken over by another process");
        }
        assertThat(names(root.resolve("S1"))).containsExactly("summary.json", "tiles.csv");
    }

    @Test
    void crashWhilePublishing_leavesNoSummary() throws IOException {
        publish(SVS, MAP, "tiles.csv", "old");
        try (ResultsDraft draft = new FolderResultsStore(root).draft(SVS, MAP)) {
            write(draft, "tiles.csv", "new");
            assertThatThrownBy(() -> draft.publish("summary.json")).isInstanceOf(IOException.class);
        }
        assertThat(names(root.resolve("S1"))).containsExactly("tiles.csv");
    }

    @Test
    void nameThatClimbs_staysBelowTheRoot() throws IOException {
        SlideVersion climbing = new SlideVersion("s3://bucket/x.svs", "1", "../../x");
        try (ResultsDraft draft = new FolderResultsStore(root).draft(climbing, MAP)) {
            write(draft, "summary.json", summary(climbing));
            assertThat(Path.of(draft.publish("summary.json"))).isEqualTo(root.resolve("_./_./x"));
        }
    }

    /** As when a large map goes to a bucket far away. */
    @Test
    void slowCopyOfOneMap_keepsNoOtherMapWaiting() throws Exception {
        SlowCopy copy = new SlowCopy();
        ResultsStore store = new FolderResultsStore(root, copy);
        CompletableFuture<URI> slow = copy.inBackground(() -> publish(store, SVS, MAP));
        copy.begun.await();

        SlideVersion other = new SlideVersion("file:///bucket/S2.svs", "1-1", "S2");
        CompletableFuture<URI> quick = copy.inBackground(() -> publish(store, other, new MapId("f".repeat(32))));
        assertThat(quick).succeedsWithin(Duration.ofMinutes(1));
        assertThat(slow).isNotDone();
        assertThat(root.resolve("S1/summary.json")).doesNotExist();

        copy.goOn.countDown();
        assertThat(slow).succeedsWithin(Duration.ofMinutes(1));
        assertThat(copy.whole).containsExactly("S2", "S1");
    }

    /** Before its summary lies there, nothing tells whose the folder is. */
    @Test
    void slidesOfOneName_arePublishedOneByOne_evenWhileACopyIsSlow() throws Exception {
        SlowCopy copy = new SlowCopy();
        ResultsStore store = new FolderResultsStore(root, copy);
        CompletableFuture<URI> first = copy.inBackground(() -> publish(store, SVS, MAP));
        copy.begun.await();

        CompletableFuture<URI> second = copy.inBackground(() -> publish(store, TIFF, new MapId("f".repeat(32))));
        while (!second.isDone() && copy.latest.getState() != Thread.State.WAITING) {
            LockSupport.parkNanos(1_000_000);
        }
        copy.goOn.countDown();

        assertThat(first.get(1, TimeUnit.MINUTES)).isEqualTo(root.resolve("S1").toUri());
        assertThat(second.get(1, TimeUnit.MINUTES))
                .isEqualTo(root.resolve("S1-ffffffff").toUri());
        assertThat(copy.whole).containsExactly("S1", "S1-ffffffff");
    }

    /** Copies of S1 take until they may go on. */
    private static final class SlowCopy implements ResultsCopy {
        final CountDownLatch begun = new CountDownLatch(1);
        final CountDownLatch goOn = new CountDownLatch(1);
        final List<String> whole = new CopyOnWriteArrayList<>();
        Thread latest = Thread.currentThread();

        @Override
        public void copy(String name, Path folder, Set<String> files, Path marker) {
            if (name.equals("S1")) {
                begun.countDown();
                try {
                    goOn.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
            whole.add(name);
        }

        CompletableFuture<URI> inBackground(Callable<URI> work) {
            CompletableFuture<URI> result = new CompletableFuture<>();
            latest = new Thread(() -> {
                try {
                    result.complete(work.call());
                } catch (Exception e) {
                    result.completeExceptionally(e);
                }
            });
            latest.setDaemon(true);
            latest.start();
            return result;
        }
    }

    private void publish(SlideVersion slide, MapId map, String name, String content) throws IOException {
        try (ResultsDraft draft = new FolderResultsStore(root).draft(slide, map)) {
            write(draft, name, content);
            write(draft, "summary.json", summary(slide));
            assertThat(draft.publish("summary.json")).isNotNull();
        }
    }

    private static URI publish(ResultsStore store, SlideVersion slide, MapId map) throws IOException {
        try (ResultsDraft draft = store.draft(slide, map)) {
            write(draft, "tiles.csv", "cells");
            write(draft, "summary.json", summary(slide));
            return draft.publish("summary.json");
        }
    }

    private static void write(ResultsDraft draft, String name, String content) throws IOException {
        try (OutputStream out = draft.create(name)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
    }

    private static String summary(SlideVersion slide) {
        return "{\"state\":\"mapped\",\"mapId\":\"" + "0".repeat(64) + "\",\"slide\":{\"name\":\"" + slide.name()
                + "\",\"location\":\"" + slide.location() + "\"}}";
    }

    private static List<String> names(Path folder) throws IOException {
        try (var entries = Files.list(folder)) {
            return entries.map(e -> e.getFileName().toString()).sorted().toList();
        }
    }
}
