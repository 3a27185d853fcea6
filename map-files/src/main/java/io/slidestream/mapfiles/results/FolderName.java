package io.slidestream.mapfiles.results;

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
    /** File systems take 255 bytes; a suffix must fit as well. */
    private static final int MAX_SEGMENT_BYTES = 200;

    private FolderName() {}

    static Path below(Path root, String name, String suffix) {
        List<String> segments = new ArrayList<>();
        for (String part : name.split("/", -1)) {
            if (!part.isBlank()) {
                segments.add(harmless(part, !segments.isEmpty()));
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

    /** The way from the root to a folder below it, {@code /} between names. */
    static String relative(Path root, Path folder) {
        List<String> names = new ArrayList<>();
        root.relativize(folder).forEach(name -> names.add(name.toString()));
        return String.join("/", names);
    }

    /** One file or folder name that leads nowhere else. */
    static String segment(String part) {
        return harmless(part.replace('/', '_'), false);
    }

    /** @param inResults whether it lies below another slide's folder, where a result may have its name */
    private static String harmless(String part, boolean inResults) {
        StringBuilder out = new StringBuilder();
        part.codePoints().forEach(c -> {
            boolean printable = !Character.isISOControl(c)
                    && c != '\\'
                    && Character.getType(c) != Character.FORMAT
                    && Character.getType(c) != Character.SURROGATE
                    && Character.getType(c) != Character.LINE_SEPARATOR
                    && Character.getType(c) != Character.PARAGRAPH_SEPARATOR;
            out.appendCodePoint(printable ? c : '_');
        });
        if (out.charAt(0) == '.') {
            out.setCharAt(0, '_');
        }
        if (inResults && ResultFiles.ALL.contains(out.toString())) {
            out.append('_');
        }
        return cut(out.toString());
    }

    private static String cut(String segment) {
        int end = segment.length();
        while (segment.substring(0, end).getBytes(StandardCharsets.UTF_8).length > MAX_SEGMENT_BYTES) {
            end = segment.offsetByCodePoints(end, -1);
        }
        return segment.substring(0, end);
    }

    /** Under a locale without UTF-8, Java refuses other letters than ASCII: then they are written as %XX. */
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
        return cut(out.toString(StandardCharsets.US_ASCII));
    }
}
