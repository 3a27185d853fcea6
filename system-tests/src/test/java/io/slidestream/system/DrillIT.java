package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** The drill is the test of what happens when services and Kafka fail; those that other tests have are left out. */
@ExtendWith(NeedsOpenSlide.class)
class DrillIT {
    @TempDir
    Path folder;

    @Test
    void whateverFails_theMapHasTheSameBytes() throws Exception {
        String exercises = "worker-hangs,aggregator-writing,broker-restarts";
        try (Child drill = Checkout.slidestream("drill", "--out", folder, "--only", exercises)) {
            drill.exits(0);
            assertThat(drill.output().lines().filter(line -> line.startsWith("passed ")))
                    .hasSize(3)
                    .allSatisfy(line -> assertThat(line).contains("; same bytes ("));
        }
    }
}
