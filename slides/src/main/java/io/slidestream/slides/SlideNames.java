package io.slidestream.slides;

import io.slidestream.contracts.RejectionReason;
import java.util.List;

/** Names of slides, in files and in messages. */
public final class SlideNames {
    private static final int NAMED = 3;

    private SlideNames() {}

    /** A path without the extension of its last name. */
    public static String withoutExtension(String path) {
        int dot = path.lastIndexOf('.');
        return dot > path.lastIndexOf('/') + 1 ? path.substring(0, dot) : path;
    }

    /** @throws SlideException INCOMPLETE if anything is missing */
    public static void checkWhole(String slide, List<String> missing) throws SlideException {
        if (!missing.isEmpty()) {
            String names = String.join(", ", missing.subList(0, Math.min(missing.size(), NAMED)));
            String more = missing.size() > NAMED ? " and " + (missing.size() - NAMED) + " more" : "";
            throw new SlideException(
                    RejectionReason.INCOMPLETE,
                    slide + " lacks files that belong to it: " + names + more + "; copy them too");
        }
    }
}
