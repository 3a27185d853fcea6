package io.slidestream.aggregator.results;

import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.kafka.common.utils.AppInfoParser;

/** The versions of what made a map. */
final class Versions {
    private Versions() {}

    static void write(ObjectNode into) {
        String ours = Versions.class.getPackage().getImplementationVersion();
        into.put("slidestream", ours != null ? ours : "not packaged");
        into.put("kafka", AppInfoParser.getVersion());
        into.put("java", Runtime.version().toString());
    }
}
