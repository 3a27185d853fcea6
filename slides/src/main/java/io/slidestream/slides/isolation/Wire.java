package io.slidestream.slides.isolation;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.slidestream.slides.Level;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/*
 * Both ends are of one build, so there are no versions. A request is an operation and a slide; each names its slide in
 * full, so a process that has just been started serves it like any other. One request is under way at a time.
 */
/** What is said between this process and a reader's. */
final class Wire {
    static final int OPEN = 1;
    static final int READ = 2;
    static final int ASSOCIATED = 3;
    /** Has no answer. */
    static final int FORGET = 4;

    /** An answer, and the first word of a process that is ready. */
    static final int OK = 10;
    /** The library knows no slide in the file. */
    static final int UNKNOWN = 11;
    /** OpenSlide's words follow. */
    static final int ERROR = 12;
    /** The file is not the one that was asked for. */
    static final int CHANGED = 13;
    /** The library is not installed. */
    static final int NO_LIBRARY = 14;

    /** Pixels lie in the shared file. */
    static final int SHARED = 20;
    /** Pixels follow. */
    static final int INLINE = 21;

    /** What the shared file holds: 1,024 x 1,024 pixels, far more than a network's tile. */
    static final int SHARED_BYTES = 4 << 20;

    private static final int MAX_STRINGS = 1 << 20;

    private Wire() {}

    static void putText(DataOutputStream out, String text) throws IOException {
        byte[] bytes = text.getBytes(UTF_8);
        out.writeInt(bytes.length);
        out.write(bytes);
    }

    static String text(DataInputStream in) throws IOException {
        return new String(in.readNBytes(count(in, Integer.MAX_VALUE)), UTF_8);
    }

    static void putTexts(DataOutputStream out, List<String> texts) throws IOException {
        out.writeInt(texts.size());
        for (String text : texts) {
            putText(out, text);
        }
    }

    static List<String> texts(DataInputStream in) throws IOException {
        List<String> texts = new ArrayList<>();
        for (int left = count(in, MAX_STRINGS); left > 0; left--) {
            texts.add(text(in));
        }
        return texts;
    }

    static void putProperties(DataOutputStream out, Map<String, String> properties) throws IOException {
        out.writeInt(properties.size());
        for (Map.Entry<String, String> property : properties.entrySet()) {
            putText(out, property.getKey());
            putText(out, property.getValue());
        }
    }

    static Map<String, String> properties(DataInputStream in) throws IOException {
        Map<String, String> properties = new TreeMap<>();
        for (int left = count(in, MAX_STRINGS); left > 0; left--) {
            String name = text(in);
            properties.put(name, text(in));
        }
        return properties;
    }

    static void putLevels(DataOutputStream out, List<Level> levels) throws IOException {
        out.writeInt(levels.size());
        for (Level level : levels) {
            out.writeLong(level.widthPx());
            out.writeLong(level.heightPx());
            out.writeDouble(level.downsample());
        }
    }

    static List<Level> levels(DataInputStream in) throws IOException {
        List<Level> levels = new ArrayList<>();
        int count = count(in, MAX_STRINGS);
        for (int index = 0; index < count; index++) {
            levels.add(new Level(index, in.readLong(), in.readLong(), in.readDouble()));
        }
        return levels;
    }

    private static int count(DataInputStream in, int max) throws IOException {
        int count = in.readInt();
        if (count < 0 || count > max) {
            throw new IOException("a reader process announced " + count + " things");
        }
        return count;
    }
}
