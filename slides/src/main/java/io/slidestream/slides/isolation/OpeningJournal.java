package io.slidestream.slides.isolation;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.Sha256;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.openslide.OpenSlideHost;
import io.slidestream.slides.openslide.OpenedSlide;
import io.slidestream.slides.store.FileUris;
import io.slidestream.slides.store.SlideFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * A file for each slide that is being opened: what is found of a process that is no more is what ended it. It is not forced
 * to disk, as a process that ends leaves the system's memory alone.
 */
/** OpenSlide in this process, with a note of what is being opened, so that the next process knows what ended this one. */
public final class OpeningJournal implements OpenSlideHost {
    private static final Logger LOG = LoggerFactory.getLogger(OpeningJournal.class);
    private static final int DEATHS = 2;

    private final Path folder;
    private final OpenSlideHost host;
    private final Map<String, Integer> inHand = new HashMap<>();
    /** Slides that ended two processes: whoever asks in this one hears of it, he who looks whether it is complete and he who tiles it. */
    private final Set<String> condemned = new HashSet<>();

    /** @param folder of the journal alone; made when it is missing */
    public OpeningJournal(Path folder, OpenSlideHost host) {
        this.folder = folder;
        this.host = host;
    }

    @Override
    public Optional<OpenedSlide> open(SlideFile file) throws SlideException {
        begin(file);
        try {
            return host.open(file);
        } finally {
            end(file);
        }
    }

    /** @throws SlideException CRASHES_READER if two processes ended here; in the next process the slide has its chances again */
    synchronized void begin(SlideFile file) throws SlideException {
        String name = name(file);
        if (condemned.contains(name)) {
            throw endedTwice(file);
        }
        if (inHand.merge(name, 1, Integer::sum) > 1) {
            return;
        }
        Path note = folder.resolve(name);
        int ended = ended(note);
        if (ended >= DEATHS) {
            condemned.add(name);
            end(file);
            throw endedTwice(file);
        }
        try {
            Files.createDirectories(folder);
            Files.writeString(note, Integer.toString(ended + 1));
        } catch (IOException e) {
            LOG.warn("no note can be made of what is being opened: {}", e.toString());
        }
    }

    private static SlideException endedTwice(SlideFile file) {
        return new SlideException(
                RejectionReason.CRASHES_READER,
                FileUris.text(file.path())
                        + " was being opened when this service ended, twice; keep the file apart, and copy it again from the"
                        + " scanner. As it is, it is tried again only after the next start");
    }

    synchronized void end(SlideFile file) {
        String name = name(file);
        if (inHand.merge(name, -1, Integer::sum) > 0) {
            return;
        }
        inHand.remove(name);
        try {
            boolean unused = Files.deleteIfExists(folder.resolve(name));
        } catch (IOException e) {
            LOG.warn("the note of what was being opened stays: {}", e.toString());
        }
    }

    private static int ended(Path note) {
        try {
            String text = Files.readString(note);
            return text.matches("[0-9]") ? Integer.parseInt(text) : 0;
        } catch (NoSuchFileException e) {
            return 0;
        } catch (IOException e) {
            LOG.warn("a note of what was being opened cannot be read: {}", e.toString());
            return 0;
        }
    }

    private static String name(SlideFile file) {
        return Sha256.hex(file.path().toUri() + " " + file.sizeBytes() + " " + file.modifiedMillis());
    }
}
