package io.slidestream.servicekit.run;

import io.slidestream.contracts.SeenNames;
import java.io.IOException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/*
 * Two rules. What SeenNames knows is replaced as a whole, wherever it stands, and the rest of the line stays. What lies in a bucket or
 * below one of the folders and is not known goes with all that follows it, to the end of the text or to the next line of a stack trace:
 * its name may hold anything.
 */
/**
 * Takes the names of slides out of text, since labs put patients' names into them: {@code slide-} or {@code file-} and twelve
 * hexadecimal digits stand for them, the same each time.
 */
public final class Redaction implements UnaryOperator<String> {
    private static final Pattern SLIDE =
            Pattern.compile("(?is).*\\.(svs|tiff?|ndpi|mrxs|dcm|vms|vmu|scn|bif|svslide|czi)");
    /** One by itself; what follows a slash may be a name that begins with a blank. */
    private static final Pattern BUCKET = Pattern.compile("s3://[^/\\s]*(?=\\s|$)");

    private static final Pattern NEXT_LINE =
            Pattern.compile("\\R(?=\\tat |Caused by: |\\t\\.\\.\\. |\\tSuppressed: |\\z)");

    private static final String ENDS = " \t:,;)'\"";

    private final List<String> roots;
    private final NameKey key;
    private final SeenNames seen;

    Redaction(List<String> roots, NameKey key, SeenNames seen) {
        this.roots = List.copyOf(roots);
        this.key = key;
        this.seen = seen;
    }

    /**
     * Keeps the names that this process sees from now on.
     *
     * @param folders whose files may be named in log lines, absolute or not
     */
    public static Redaction of(Collection<String> folders, NameKey key) {
        SeenNames seen = SeenNames.ofThisProcess();
        seen.keep();
        return new Redaction(roots(folders), key, seen);
    }

    static List<String> roots(Collection<String> folders) {
        List<String> all = new ArrayList<>(List.of("s3://", "file:/"));
        for (String folder : folders) {
            try {
                Path path = Path.of(folder).toAbsolutePath().normalize();
                all.add(path + "/");
                all.add(path.toRealPath() + "/");
            } catch (InvalidPathException | IOException e) {
                // an address, or a folder that is yet to be made
            }
        }
        all.removeIf(folder -> folder.equals("//"));
        return all.stream().distinct().toList();
    }

    @Override
    public String apply(String text) {
        StringBuilder redacted = new StringBuilder(text.length());
        int at = 0;
        while (at < text.length()) {
            int place = at;
            Optional<String> root =
                    roots.stream().filter(one -> text.startsWith(one, place)).findFirst();
            boolean begins = place == 0 || !isPartOfAWord(text.charAt(place - 1));
            Optional<SeenNames.Found> known = begins
                    ? known(text, place, root.isPresent() ? Place.BELOW_A_FOLDER : Place.IN_TEXT)
                    : Optional.empty();
            if (known.isPresent()) {
                redacted.append(token(known.get().location()));
                at += known.get().form().length();
            } else if (root.isPresent()) {
                int end = end(text, place + root.get().length());
                Matcher bucket = BUCKET.matcher(text.substring(place, end));
                if (bucket.lookingAt()) {
                    redacted.append(bucket.group());
                    at += bucket.end();
                } else {
                    redacted.append(token(location(text.substring(place, end))));
                    at = end;
                }
            } else {
                redacted.append(text.charAt(at++));
            }
        }
        return redacted.toString();
    }

    /** Where a name stands. */
    private enum Place {
        /** After a folder that slides lie in: whatever follows is a name. */
        BELOW_A_FOLDER,
        IN_TEXT
    }

    private Optional<SeenNames.Found> known(String text, int at, Place place) {
        if (place == Place.BELOW_A_FOLDER && !seen.isComplete()) {
            return Optional.empty();
        }
        return seen.at(text, at).filter(found -> endsAt(text, at + found.form().length(), place));
    }

    /** Whether a name can end here. What goes on as a path or a name does is another file, which is not known. */
    private static boolean endsAt(String text, int index, Place place) {
        String rest = text.substring(index, Math.min(text.length(), index + 2));
        return rest.isEmpty()
                || ENDS.indexOf(rest.charAt(0)) >= 0
                || NEXT_LINE.matcher(text).region(index, text.length()).lookingAt()
                || rest.equals(".")
                || rest.equals(". ")
                || (place == Place.IN_TEXT && !isPartOfAWord(rest.charAt(0)));
    }

    private static int end(String text, int from) {
        Matcher next = NEXT_LINE.matcher(text);
        return next.find(from) ? next.start() : text.length();
    }

    private String token(String location) {
        return SLIDE.matcher(location).matches() ? key.slide(location) : key.file(location);
    }

    private static String location(String name) {
        if (!name.startsWith("/")) {
            return name;
        }
        try {
            return Path.of(name).toUri().toString();
        } catch (InvalidPathException e) {
            return name;
        }
    }

    private static boolean isPartOfAWord(char c) {
        return Character.isLetterOrDigit(c);
    }
}
