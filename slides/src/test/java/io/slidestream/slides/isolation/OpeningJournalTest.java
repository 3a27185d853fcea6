package io.slidestream.slides.isolation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.store.SlideFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Processes that end while a slide is being opened; each journal stands for one. */
class OpeningJournalTest {
    @TempDir
    Path folder;

    private SlideFile bad;
    private SlideFile good;

    @BeforeEach
    void files() throws Exception {
        bad = SlideFile.at(Files.writeString(folder.resolve("bad.svs"), "bad"));
        good = SlideFile.at(Files.writeString(folder.resolve("good.svs"), "good"));
    }

    @Test
    void slideThatEndedTwoProcesses_isRejectedWhoeverAsks_thenHasItsChancesAgain() throws Exception {
        process().begin(bad);
        process().begin(bad);
        OpeningJournal third = process();

        assertThat(third.open(good)).isEmpty();
        SlideException e = catchThrowableOfType(SlideException.class, () -> third.open(bad));
        assertThat(e.reason()).isEqualTo(RejectionReason.CRASHES_READER);
        assertThat(e).hasMessageContaining("bad.svs was being opened when this service ended, twice");
        assertThatThrownBy(() -> third.open(bad)).hasMessage(e.getMessage());
        assertThat(process().open(bad)).isEmpty();
    }

    @Test
    void slidesThatWereOpenedOrRefused_leaveNothing() throws Exception {
        OpeningJournal journal = process();
        for (int i = 0; i < 5; i++) {
            assertThat(journal.open(good)).isEmpty();
        }
        OpeningJournal failing = new OpeningJournal(folder.resolve("journal"), file -> {
            throw new SlideException(RejectionReason.UNREADABLE, "damaged");
        });
        assertThatThrownBy(() -> failing.open(bad)).hasMessage("damaged");

        assertThat(folder.resolve("journal")).isEmptyDirectory();
    }

    @Test
    void slideOpenedTwiceAtOnce_countsOnce() throws Exception {
        OpeningJournal first = process();
        first.begin(bad);
        first.begin(bad);

        assertThat(process().open(bad)).isEmpty();
    }

    private OpeningJournal process() {
        return new OpeningJournal(folder.resolve("journal"), file -> Optional.empty());
    }
}
