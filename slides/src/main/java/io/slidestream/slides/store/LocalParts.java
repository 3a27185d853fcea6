package io.slidestream.slides.store;

import io.slidestream.contracts.RejectionReason;
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
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The files of one slide on this machine as they are now. Of formats with several files it looks at the folder each time,
 * but reads an index again only when it has changed.
 */
record LocalParts(Path main, String fingerprint, List<String> missing) {
    private static final int SORTERS = 64;
    private static final Map<Path, SlideSorter> BY_FILE = new ConcurrentHashMap<>();

    /**
     * The slide that a file belongs to.
     *
     * @throws SlideException VANISHED or FAILED if the files cannot be looked at, UNREADABLE if they say nothing
     */
    static LocalParts of(Path file) throws SlideException {
        String name = FileUris.fileName(file);
        SlideFormat format = SlideFormat.of(name).orElse(SlideFormat.ONE_FILE);
        if (format == SlideFormat.ONE_FILE) {
            return new LocalParts(file, SlideFile.at(file).fingerprint(), List.of());
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
        SlideParts parts = sorter(folder, file)
                .sort(near)
                .slideOf(name)
                .orElseThrow(() -> new SlideException(
                        RejectionReason.UNREADABLE, FileUris.text(file) + " or its index cannot be read"));
        return new LocalParts(folder.resolve(parts.main().path()), parts.fingerprint(), parts.missing());
    }

    private static SlideSorter sorter(Path folder, Path file) {
        if (BY_FILE.size() >= SORTERS) {
            BY_FILE.clear();
        }
        return BY_FILE.computeIfAbsent(file, f -> new SlideSorter(new LocalHeads(folder)));
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
