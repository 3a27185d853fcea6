package io.slidestream.standalone;

import io.slidestream.contracts.SlideVersion;
import io.slidestream.slides.FolderSlideStore;
import io.slidestream.slides.SlideException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The slides that a user named: files whatever their extension, folders with every slide below them. */
final class SlideSelection {
    private final Set<SlideVersion> slides = new LinkedHashSet<>();
    private final List<String> remarks = new ArrayList<>();

    private SlideSelection() {}

    /** @throws UsageException if a path does not exist, or nothing at all was found */
    static SlideSelection of(List<Path> paths) {
        SlideSelection selection = new SlideSelection();
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
                    remarks.add("no slides in " + path + " (a slide in a folder is told by its extension, as .svs)");
                }
                slides.addAll(found);
            } else {
                slides.add(FolderSlideStore.version(path));
            }
        } catch (IOException e) {
            throw new UsageException("cannot read " + path + ": " + e.getMessage());
        } catch (SlideException e) {
            throw new UsageException(String.valueOf(e.getMessage()));
        }
    }
}
