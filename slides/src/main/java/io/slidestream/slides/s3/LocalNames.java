package io.slidestream.slides.s3;

import io.slidestream.contracts.RejectionReason;
import io.slidestream.slides.SlideException;
import io.slidestream.slides.parts.SlideParts;
import io.slidestream.slides.parts.StoredFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** Names for a slide's files in its folder of the cache: the objects' own, as long as they lead nowhere else. */
final class LocalNames {
    private static final int MAX_BYTES = 200;

    private LocalNames() {}

    /** The file that readers open. */
    static String main(String key) {
        String name = key.substring(key.lastIndexOf('/') + 1);
        if (harmless(name)) {
            return name;
        }
        int dot = name.lastIndexOf('.');
        String extension = dot < 0 ? "" : name.substring(dot).replaceAll("[^.A-Za-z0-9]", "");
        return "slide" + extension.substring(0, Math.min(extension.length(), 10));
    }

    /** @throws SlideException UNREADABLE if files that must keep their names cannot */
    static Map<String, StoredFile> of(SlideParts parts) throws SlideException {
        Map<String, StoredFile> names = new LinkedHashMap<>();
        names.put(main(parts.main().path()), parts.main());
        for (StoredFile file : parts.others()) {
            String path = parts.relativePath(file);
            for (String segment : path.split("/", -1)) {
                if (!harmless(segment)) {
                    throw new SlideException(
                            RejectionReason.UNREADABLE,
                            "'" + path + "' of " + parts.main().path() + " cannot be stored on this host; rename it");
                }
            }
            names.put(path, file);
        }
        return names;
    }

    private static boolean harmless(String name) {
        if (name.isBlank()
                || name.startsWith(".")
                || name.codePoints().anyMatch(c -> Character.isISOControl(c) || c == '\\' || c == '/')
                || name.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            return false;
        }
        try {
            Path unused = FileSystems.getDefault().getPath(name);
            return true;
        } catch (InvalidPathException e) {
            return false; // not expressible under this locale
        }
    }
}
