package io.slidestream.servicekit.run;

import io.slidestream.servicekit.config.Credentials;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text for those who may know how a service is and not whose slides it has. Paths and locations go, with all that follows them but what
 * a file system said last: the log tells the rest.
 */
final class Unnamed {
    private static final Pattern PLACE = Pattern.compile("(?<![\\w/:.])(?:file:/|s3://|/)(?=\\S).*", Pattern.DOTALL);
    private static final Pattern REASON = Pattern.compile(
            "(No space left on device|Read-only file system|Permission denied|Disk quota exceeded|Input/output error"
                    + "|Too many open files|Not a directory|Is a directory|No such file or directory)");

    private Unnamed() {}

    static String text(String text) {
        Matcher place = PLACE.matcher(Credentials.hidden(text));
        if (!place.find()) {
            return Credentials.hidden(text);
        }
        Matcher reason = REASON.matcher(place.group());
        return place.replaceFirst("") + "(the log says where)" + (reason.find() ? ": " + reason.group() : "");
    }
}
