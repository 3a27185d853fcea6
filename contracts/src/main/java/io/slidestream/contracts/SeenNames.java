package io.slidestream.contracts;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemNotFoundException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentSkipListMap;

/*
 * No rule finds the end of a file's name in a text: names hold quotes, blanks, line feeds, and other names. So whoever lists a bucket
 * or reads a message notes the names here, and whoever must keep them out of a text looks for what is noted. A file whose name begins
 * with another's is told apart only if both are known; when there are too many, nothing is told apart any more.
 */
/** The names of slides and files that this process has met, once someone wants them kept. Safe for concurrent use. */
public final class SeenNames {
    private static final int MAX_LOCATIONS = 50_000;
    /** Of all locations together: who sends the longest ones takes no more memory than a large bucket. */
    private static final long MAX_CHARACTERS = 10_000_000;

    private static final int SHORTEST_NAME = 4;
    private static final SeenNames OF_THIS_PROCESS = new SeenNames(MAX_LOCATIONS);

    private final int maxLocations;
    private final ConcurrentSkipListMap<String, String> locations = new ConcurrentSkipListMap<>();
    private int count;
    private long characters;
    private volatile boolean kept;

    SeenNames(int maxLocations) {
        this.maxLocations = maxLocations;
    }

    public static SeenNames ofThisProcess() {
        return OF_THIS_PROCESS;
    }

    /** What stands at a place of a text: a form of the name of a location. */
    public record Found(String form, String location) {}

    /** Keeps what is seen from now on. */
    public void keep() {
        kept = true;
    }

    /** Whether all that was seen is known. */
    public synchronized boolean isComplete() {
        return count < maxLocations && characters < MAX_CHARACTERS;
    }

    /** Notes a location, {@code file:///bucket/S1.svs} or {@code s3://bucket/S1.svs}. */
    public void see(String location) {
        if (kept && !locations.containsKey(location) && isComplete()) {
            add(location);
        }
    }

    /** The longest form that begins at an index. */
    public Optional<Found> at(String text, int index) {
        String rest = text.substring(index);
        String key = rest;
        while (true) {
            Map.Entry<String, String> entry = locations.floorEntry(key);
            if (entry == null) {
                return Optional.empty();
            }
            String form = entry.getKey();
            if (rest.startsWith(form)) {
                return Optional.of(new Found(form, entry.getValue()));
            }
            int common = 0;
            while (common < form.length() && common < rest.length() && form.charAt(common) == rest.charAt(common)) {
                common++;
            }
            if (common == 0) {
                return Optional.empty();
            }
            key = rest.substring(0, common);
        }
    }

    private synchronized void add(String location) {
        if (locations.putIfAbsent(location, location) != null) {
            return;
        }
        count++;
        characters += location.length();
        String path = location;
        if (location.startsWith("file:/")) {
            try {
                path = Path.of(URI.create(location)).toString();
            } catch (IllegalArgumentException | FileSystemNotFoundException e) {
                path = location; // no file of this machine
            }
        } else {
            try {
                path = URLDecoder.decode(location.replace("+", "%2B"), StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                path = location; // a percent sign that encodes nothing
            }
        }
        locations.putIfAbsent(path, location);
        addName(location, location);
        addName(path, location);
    }

    /** The last name of a path, with its ending and, where that is no common word, without it. */
    private void addName(String path, String location) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        if (name.length() >= SHORTEST_NAME) {
            locations.putIfAbsent(name, location);
        }
        int dot = name.lastIndexOf('.');
        String stem = dot < 0 ? name : name.substring(0, dot);
        if (stem.length() >= SHORTEST_NAME && !stem.chars().allMatch(c -> c >= 'a' && c <= 'z')) {
            locations.putIfAbsent(stem, location);
        }
    }
}
