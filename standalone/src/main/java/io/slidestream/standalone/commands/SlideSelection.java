package io.slidestream.standalone.commands;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.contracts.SlideVersion;
import io.slidestream.contracts.files.FileFault;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.parts.SlideFormat;
import io.slidestream.slides.s3.S3Location;
import io.slidestream.slides.s3.SlideFetchers;
import io.slidestream.slides.store.FolderSlideStore;
import io.slidestream.slides.store.SlideStore;
import io.slidestream.standalone.terminal.UsageException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The slides that a user named: files whatever their extension, folders with every slide below them. */
final class SlideSelection {
    private final Set<SlideVersion> slides = new LinkedHashSet<>();
    private final List<String> remarks = new ArrayList<>();

    private final SlideFetchers fetchers;

    private SlideSelection(SlideFetchers fetchers) {
        this.fetchers = fetchers;
    }

    /**
     * @param places paths, or {@code s3://bucket/key} of slides or of folders
     * @throws UsageException if a place does not exist, or nothing at all was found
     */
    static SlideSelection of(List<String> places, SlideFetchers fetchers) {
        SlideSelection selection = new SlideSelection(fetchers);
        places.forEach(selection::add);
        if (selection.slides.isEmpty()) {
            throw new UsageException(String.join("\n", selection.remarks));
        }
        return selection;
    }

    /** Each slide once, in the order named. */
    List<SlideVersion> slides() {
        return List.copyOf(slides);
    }

    /** Notes for the user: folders in which nothing was found. */
    List<String> remarks() {
        return List.copyOf(remarks);
    }

    private void add(String place) {
        try {
            if (S3Location.isOne(place)) {
                addBucket(S3Location.parse(place), place);
                return;
            }
            Path path = Path.of(place);
            if (Files.isDirectory(path)) {
                List<SlideVersion> found = take(new FolderSlideStore(path).contents());
                if (found.isEmpty()) {
                    remarks.add("no slides in " + path + " (a slide in a folder is told by its extension, as .svs)");
                }
                slides.addAll(found);
            } else {
                slides.add(FolderSlideStore.version(path));
            }
        } catch (IOException e) {
            throw new UsageException("cannot read " + place + ": " + FileFault.words(e));
        } catch (SlideException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        } catch (InvalidPathException e) {
            boolean unnamable = !"UTF-8".equalsIgnoreCase(System.getProperty("sun.jnu.encoding", "UTF-8"));
            throw new UsageException("no path: " + place + ": " + e.getReason()
                    + (unnamable ? "; the locale lacks its letters: set LC_ALL=C.UTF-8 and try again" : ""));
        } catch (IllegalArgumentException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }

    /** Remarks what was passed over. */
    private List<SlideVersion> take(SlideStore.Contents contents) {
        remarks.addAll(contents.passedOver().sentences());
        return contents.slides();
    }

    /** An object by that name, or else the slides in the folder of that name. */
    private void addBucket(S3Location place, String given) throws IOException, SlideException {
        if (!place.key().isEmpty() && !place.key().endsWith("/")) {
            try {
                slides.add(fetchers.version(place));
                return;
            } catch (SlideException e) {
                if (e.reason() != RejectionReason.VANISHED) {
                    throw e;
                }
            }
        }
        List<SlideVersion> found = take(fetchers.store(place).contents());
        if (found.isEmpty() && SlideFormat.of(place.key()).isPresent()) {
            throw new UsageException(given + " does not exist");
        }
        if (found.isEmpty()) {
            remarks.add("no slides at " + given + " (a slide in a folder is told by its extension, as .svs)");
        }
        slides.addAll(found);
    }
}
