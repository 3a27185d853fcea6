package io.slidestream.servicekit.config;

import java.util.regex.Pattern;

/** Secrets inside URLs: the user information before the host, and the query, where signatures and keys stand. */
public final class Credentials {
    private static final Pattern USER = Pattern.compile("(?<=://)[^/?#\\s]*@");
    private static final Pattern QUERY = Pattern.compile("(://[^\\s?]*\\?)[^\\s#]+");

    private Credentials() {}

    /** The text as it may be shown. */
    public static String hidden(String text) {
        return QUERY.matcher(USER.matcher(text).replaceAll("[hidden]@")).replaceAll("$1[hidden]");
    }
}
