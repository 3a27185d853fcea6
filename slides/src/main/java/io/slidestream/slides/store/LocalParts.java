package io.slidestream.slides.store;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.RecentlyUsed;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.SlideNames;
import io.slidestream.slides.parts.SlideFormat;
import io.slidestream.slides.parts.SlideParts;
import io.slidestream.slides.parts.SlideSorter;
import io.slidestream.slides.parts.StoredFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The files of one slide on this machine as they are now. Of formats with several files it looks at the folder each time,
 * but reads an index again only when it has changed.
 */
record LocalParts(Path main, String fingerprint, List<String> missing, String name) {
    /** Sorters of folders, by the file that was asked for: each remembers the index that it has read. */
    static final class Sorters {
        private static final int KEPT = 64;

        private final RecentlyUsed<Path, SlideSorter> byFile = new RecentlyUsed<>(KEPT);

        private SlideSorter of(Path folder, Path file) {
            return byFile.get(file, f -> new SlideSorter(new LocalHeads(folder)));
        }
    }

    /**
     * The slide that a file belongs to.
     *
     * @param sorters where more than one look is taken, the same each time
     * @throws SlideException VANISHED or FAILED if the files cannot be looked at, UNREADABLE if they say nothing
     */
    static LocalParts of(Path file, Sorters sorters) throws SlideException {
        String name = FileUris.fileName(file);
        SlideFormat format = SlideFormat.of(name).orElse(SlideFormat.ONE_FILE);
        if (format == SlideFormat.ONE_FILE) {
            return new LocalParts(file, SlideFile.at(file).fingerprint(), List.of(), SlideNames.withoutExtension(name));
        }
        Path folder = file.resolveSibling("");
        List<StoredFile> near = new ArrayList<>();
        try {
            if (format == SlideFormat.MIRAX) {
                near.add(stored(file, name));
                Path parts = file.resolveSibling(SlideNames.withoutExtension(String.valueOf(file.getFileName())));
                near.addAll(FolderWalk.from(parts, folder).files());
            } else {
                addBeside(folder, near);
            }
        } catch (IOException e) {
            throw SlideFile.missing(file, e);
        }
        SlideParts parts = sorters.of(folder, file)
                .sort(near)
                .slideOf(name)
                .orElseThrow(() -> new SlideException(
                        RejectionReason.UNREADABLE, FileUris.text(file) + " or its index cannot be read"));
        return new LocalParts(
                folder.resolve(parts.main().path()),
                parts.fingerprint(),
                parts.missing(),
                parts.name("", FileUris.fileName(folder)));
    }

    private static void addBeside(Path folder, List<StoredFile> into) throws IOException {
        try (Stream<Path> entries = Files.list(folder)) {
            for (Path entry : entries.filter(Files::isRegularFile).toList()) {
                String name = FileUris.fileName(entry);
                if (!name.startsWith(".")) {
                    into.add(stored(entry, name));
                }
            }
        }
    }

    private static StoredFile stored(Path file, String path) throws IOException {
        BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
        return new StoredFile(path, attributes.size(), SlideFile.fingerprint(attributes));
    }
}
