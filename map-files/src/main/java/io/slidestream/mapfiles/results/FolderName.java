package io.slidestream.mapfiles.results;

import io.slidestream.mapfiles.formats.SafeName;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Turns a slide's name into a folder below the results root. Names come over the network, so none may lead outside, hide,
 * or lie where a result file lies; each such part is made harmless with underscores.
 */
final class FolderName {
    private FolderName() {}

    static Path below(Path root, String name, String suffix) {
        List<String> segments = new ArrayList<>();
        for (String part : name.split("/", -1)) {
            if (!part.isBlank()) {
                String safe = SafeName.of(part);
                // below another slide's folder, a result may have its name
                boolean taken = !segments.isEmpty() && (ResultFiles.ALL.contains(safe) || isEarlierMap(segments, safe));
                segments.add(taken ? safe + "_" : safe);
            }
        }
        if (segments.isEmpty()) {
            segments.add("_");
        }
        int last = segments.size() - 1;
        segments.set(last, segments.get(last) + suffix);
        Path folder = root;
        for (String segment : segments) {
            folder = folder.resolve(storable(root, segment));
        }
        if (!folder.normalize().equals(folder) || !folder.startsWith(root) || folder.equals(root)) {
            throw new AssertionError("'" + name + "' led to " + folder + ", outside " + root);
        }
        return folder;
    }

    private static boolean isEarlierMap(List<String> segments, String name) {
        return !segments.isEmpty()
                && segments.get(segments.size() - 1).equals(EarlierMaps.FOLDER)
                && EarlierMaps.isId(name);
    }

    /** The way from the root to a folder below it, {@code /} between names. */
    static String relative(Path root, Path folder) {
        List<String> names = new ArrayList<>();
        root.relativize(folder).forEach(name -> names.add(name.toString()));
        return String.join("/", names);
    }

    /**
     * Makes a name that can be stored: under a locale without UTF-8, Java refuses letters outside ASCII, which are
     * written as %XX then.
     */
    static String storable(Path root, String segment) {
        try {
            Path unused = root.getFileSystem().getPath(segment);
            return segment;
        } catch (InvalidPathException e) {
            return percentEncoded(segment);
        }
    }

    static String percentEncoded(String segment) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte b : segment.getBytes(StandardCharsets.UTF_8)) {
            if (b >= 0) {
                out.write(b);
            } else {
                out.writeBytes(String.format("%%%02X", b & 0xFF).getBytes(StandardCharsets.US_ASCII));
            }
        }
        return SafeName.cut(out.toString(StandardCharsets.US_ASCII));
    }
}
