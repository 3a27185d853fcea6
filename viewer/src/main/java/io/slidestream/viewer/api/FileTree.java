package io.slidestream.viewer.api;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The files of one results folder. A name is only ever compared with what the folder lists, never made into a path, so no
 * name leads elsewhere; links and hidden files are not there.
 */
final class FileTree {
    private FileTree() {}

    static List<Path> list(Path folder) throws IOException {
        List<Path> entries = new ArrayList<>();
        try (DirectoryStream<Path> all = Files.newDirectoryStream(folder)) {
            for (Path entry : all) {
                boolean plain = Files.isRegularFile(entry, LinkOption.NOFOLLOW_LINKS)
                        || Files.isDirectory(entry, LinkOption.NOFOLLOW_LINKS);
                if (plain && !entry.getFileName().toString().startsWith(".writing-")) {
                    entries.add(entry);
                }
            }
        }
        entries.sort(Comparator.comparing(path -> path.getFileName().toString()));
        return entries;
    }

    static Optional<Path> find(Path folder, List<String> names) throws IOException {
        Path at = folder;
        for (String name : names) {
            if (!Files.isDirectory(at, LinkOption.NOFOLLOW_LINKS)) {
                return Optional.empty();
            }
            Optional<Path> next = list(at).stream()
                    .filter(entry -> entry.getFileName().toString().equals(name))
                    .findFirst();
            if (next.isEmpty()) {
                return Optional.empty();
            }
            at = next.get();
        }
        return Optional.of(at);
    }
}
