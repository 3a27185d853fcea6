package io.slidestream.mapfiles.formats;

import java.nio.charset.StandardCharsets;

/** Names of files and folders made of names that came over the network: none leads elsewhere, none is hidden. */
public final class SafeName {
    /** File systems take 255 bytes; a suffix must fit as well. */
    private static final int MAX_BYTES = 200;

    private SafeName() {}

    /** One file or folder name; what would do harm becomes an underscore. */
    public static String of(String name) {
        StringBuilder out = new StringBuilder();
        name.codePoints().forEach(c -> {
            boolean printable = !Character.isISOControl(c)
                    && c != '/'
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
        return cut(out.toString());
    }

    /** The name without its end, where file systems would not take all of it. */
    public static String cut(String name) {
        int end = name.length();
        while (name.substring(0, end).getBytes(StandardCharsets.UTF_8).length > MAX_BYTES) {
            end = name.offsetByCodePoints(end, -1);
        }
        return name.substring(0, end);
    }
}
