package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** Moments and disks that {@link RandomDrillIT} does not hit. */
@ExtendWith(NeedsOpenSlide.class)
class DrillIT {
    @TempDir
    Path folder;

    @Test
    void whateverFails_theMapHasTheSameBytes(TestReporter reporter) throws Exception {
        List<String> exercises = new ArrayList<>(List.of("aggregator-writing", "repeats", "two-tilers"));
        if (SmallDisk.isPossible(Files.createDirectory(folder.resolve("disk")))) {
            exercises.addAll(List.of("results-full", "state-full"));
        } else {
            reporter.publishEntry("left out", "disks that are full: to mount small ones needs root");
        }
        String only = String.join(",", exercises);
        try (Child drill = Checkout.slidestreamWith(
                Map.of("JAVA_TOOL_OPTIONS", String.join(" ", Child.SHORT_LIVED)), // for its services, too
                "drill",
                "--out",
                folder.resolve("drill"),
                "--only",
                only)) {
            drill.exits(0, Duration.ofMinutes(10));
            assertThat(drill.output().lines().filter(line -> line.startsWith("passed ")))
                    .hasSameSizeAs(exercises)
                    .allSatisfy(line -> assertThat(line).contains("; same bytes ("));
        }
    }
}
