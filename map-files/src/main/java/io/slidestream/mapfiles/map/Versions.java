package io.slidestream.mapfiles.map;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.kafka.common.utils.internals.AppInfoParser;

/** The versions of what made a map. */
public final class Versions {
    private Versions() {}

    public static void write(ObjectNode into) {
        into.put("slidestream", ours());
        into.put("kafka", AppInfoParser.getVersion());
        into.put("java", Runtime.version().toString());
    }

    public static String ours() {
        String version = Versions.class.getPackage().getImplementationVersion();
        return version != null ? version : "not packaged";
    }
}
