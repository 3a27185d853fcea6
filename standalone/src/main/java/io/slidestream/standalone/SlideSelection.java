package io.slidestream.standalone;

import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.FolderSlideStore;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The slides that a user named: files as they are, folders with every slide below them. */
final class SlideSelection {
    private final Set<SlideVersion> slides = new LinkedHashSet<>();
    private final List<String> remarks = new ArrayList<>();

    private SlideSelection() {}

    /** @throws UsageException if a path does not exist, or nothing at all was found */
    static SlideSelection of(List<Path> paths) {
        var selection = new SlideSelection();
        paths.forEach(selection::add);
        if (selection.slides.isEmpty()) {
            throw new UsageException(String.join("\n", selection.remarks));
        }
        return selection;
    }

    /** Each slide once, in the order named. */
    List<SlideVersion> slides() {
        return List.copyOf(slides);
    }

    /** What the user should know: folders in which nothing was found. */
    List<String> remarks() {
        return List.copyOf(remarks);
    }

    private void add(Path path) {
        try {
            if (Files.isDirectory(path)) {
                List<SlideVersion> found = new FolderSlideStore(path).list();
                if (found.isEmpty()) {
                    remarks.add("no slides in " + path + " (looked for " + FolderSlideStore.extensions() + ")");
                }
                slides.addAll(found);
            } else if (Files.exists(path)) {
                slides.add(FolderSlideStore.version(path));
            } else {
                throw new UsageException(path + " does not exist");
            }
        } catch (IOException e) {
            throw new UsageException("cannot read " + path + ": " + e.getMessage());
        }
    }
}
