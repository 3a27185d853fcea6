package io.slidestream.servicekit.run;

import io.slidestream.contracts.Sha256;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes the names of slides out of text, since labs put patients' names into them: what lies in a bucket or below one of
 * the given folders becomes {@code slide-} or {@code file-} and eight hexadecimal digits, the same each time. A name
 * whose end is not to be seen, for want of an ending that is known, goes with the rest of its line.
 */
public final class Redaction implements UnaryOperator<String> {
    private static final int ID_BYTES = 4;
    private static final String SLIDES = "svs|tif|tiff|ndpi|mrxs|dcm|vms|vmu|scn|bif|svslide|czi";
    private static final String OTHERS = "json|geojson|csv|png|jpg|jpeg|html|pdf|zarr|txt";
    private static final Pattern SLIDE = Pattern.compile(".*\\.(?i:" + SLIDES + ")");

    private final Pattern names;

    private Redaction(Collection<String> folders) {
        String end = "\\.(?i:" + SLIDES + "|" + OTHERS + ")(?!\\w|\\.\\w)";
        String uri = "file:/\\S*?(?:" + end + "|(?=\\s|$))";
        String places = folders.stream()
                .sorted(Comparator.comparingInt(String::length).reversed())
                .map(folder -> Pattern.quote(folder + "/"))
                .collect(Collectors.joining("|"));
        String roots = "s3://[^/\\s]+/" + (places.isEmpty() ? "" : "|" + places);
        names = Pattern.compile(uri + "|(?:" + roots + ")(?=\\S).*?(?:" + end + "|(?=[\"'])|$)", Pattern.MULTILINE);
    }

    /** @param folders whose files may be named in log lines, absolute or not */
    public static Redaction of(Collection<String> folders) {
        List<String> all = new ArrayList<>();
        for (String folder : folders) {
            try {
                Path path = Path.of(folder).toAbsolutePath().normalize();
                all.add(path.toString());
                all.add(path.toRealPath().toString());
            } catch (InvalidPathException | java.io.IOException e) {
                // an address, or a folder that is yet to be made
            }
        }
        all.removeIf(folder -> folder.equals("/"));
        return new Redaction(all.stream().distinct().toList());
    }

    /** Pseudonym of a slide in a redacted line. */
    public static String id(String location) {
        return "slide-" + digits(location);
    }

    @Override
    public String apply(String text) {
        return names.matcher(text).replaceAll(match -> Matcher.quoteReplacement(token(match.group())));
    }

    private static String token(String name) {
        String location = name.startsWith("/") ? Path.of(name).toUri().toString() : name;
        return SLIDE.matcher(name.toLowerCase(Locale.ROOT)).matches() ? id(location) : "file-" + digits(location);
    }

    private static String digits(String location) {
        return Sha256.hex(location, ID_BYTES);
    }
}
