package io.slidestream.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.system.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** docs/dependencies.md against what is built. */
class DependenciesIT {
    @Test
    void everyJarShipped_andWhatItCarries_wasReviewed() throws IOException {
        assertThat(ShippedJars.contents())
                .as(
                        "docs/dependencies.md lists other jars than are built: look at the advisories of those that are new or"
                                + " changed, decide, and write them there")
                .hasSizeGreaterThan(100)
                .isEqualTo(reviewed());
    }

    private static Map<String, SortedSet<String>> reviewed() throws IOException {
        String page = Files.readString(Checkout.path("docs/dependencies.md"));
        List<String> lines = page.substring(page.indexOf("## Reviewed jars"))
                .lines()
                .dropWhile(line -> !line.equals("```"))
                .skip(1)
                .takeWhile(line -> !line.equals("```"))
                .toList();
        Map<String, SortedSet<String>> reviewed = new TreeMap<>();
        SortedSet<String> inside = new TreeSet<>();
        for (String line : lines) {
            if (line.startsWith("  ")) {
                inside.add(line.strip());
            } else {
                inside = new TreeSet<>();
                reviewed.put(line, inside);
            }
        }
        return reviewed;
    }
}
