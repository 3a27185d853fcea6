package io.slidestream.proving.chaos;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RandomDrillTest {
    private static final Path FOLDER = Path.of("drill");
    private static final RandomDrillSettings SETTINGS = new RandomDrillSettings(42, Duration.ofMinutes(3), 3);

    private final List<String> out = new ArrayList<>();

    @Test
    void whatHolds_isTriedOnce() throws Exception {
        assertThat(drill((steps, folder) -> outcome(List.of())).run()).isTrue();

        assertThat(out).first().asString().startsWith("seed 42: ");
        assertThat(out).last().asString().contains("every guarantee held");
    }

    @Test
    void oneFaultThatBreaksIt_isFound() throws Exception {
        Step culprit = Sequences.draw(42, SETTINGS.length(), 3).get(5);

        assertThat(drill((steps, folder) -> outcome(steps.contains(culprit) ? List.of("s001 has no map") : List.of()))
                        .run())
                .isFalse();

        assertThat(out).contains("  s001 has no map", "  " + culprit);
        assertThat(out.subList(out.indexOf("shortest that fails, of seed 42:") + 1, out.size() - 1))
                .hasSizeLessThanOrEqualTo(3);
    }

    @Test
    void recoveries_areATable() throws Exception {
        drill((steps, folder) -> new Outcome(1, List.of(), Map.of("worker-killed", List.of(1.0, 3.0))))
                .run();

        assertThat(out).anySatisfy(line -> assertThat(line).matches("  worker-killed +2 +1\\.0 +2\\.0 +3\\.0"));
    }

    private RandomDrill drill(Trial trial) {
        return new RandomDrill(FOLDER, SETTINGS, trial, out::add);
    }

    private static Outcome outcome(List<String> violations) throws IOException {
        return new Outcome(3, violations, Map.of());
    }
}
