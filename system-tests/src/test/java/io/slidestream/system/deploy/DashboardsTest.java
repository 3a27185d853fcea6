package io.slidestream.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slidestream.system.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The dashboards and rules as files; whether their queries have data, MonitoringIT asks. */
class DashboardsTest {
    private static final Pattern METRIC = Pattern.compile("slidestream_[a-z0-9_]+");

    @Test
    void everyPanel_saysWhatItShows_inAUnit_fromTheProvisionedSource() throws IOException {
        assertThat(Dashboards.all()).hasSize(4).allSatisfy(dashboard -> {
            assertThat(dashboard.path("uid").asText()).startsWith("slidestream-");
            assertThat(dashboard.path("title").asText()).startsWith("Slidestream: ");
            assertThat(Dashboards.panels(dashboard)).isNotEmpty().allSatisfy(panel -> {
                assertThat(panel.path("title").asText()).isNotBlank();
                assertThat(panel.path("description").asText())
                        .as("%s", panel.path("title").asText())
                        .isNotBlank();
                assertThat(panel.at("/fieldConfig/defaults/unit").asText()).isNotBlank();
                assertThat(panel.at("/datasource/uid").asText()).isEqualTo("prometheus");
                assertThat(panel.path("targets")).isNotEmpty().allSatisfy(target -> {
                    assertThat(target.path("legendFormat").asText()).isNotBlank();
                    assertThat(target.at("/datasource/uid").asText()).isEqualTo("prometheus");
                });
            });
        });
    }

    @Test
    void panels_lieBesideEachOther() throws IOException {
        assertThat(Dashboards.all()).allSatisfy(dashboard -> {
            Set<String> taken = new TreeSet<>();
            Set<Integer> ids = new TreeSet<>();
            assertThat(Dashboards.panels(dashboard)).allSatisfy(panel -> {
                assertThat(ids.add(panel.path("id").asInt())).isTrue();
                JsonNode place = panel.path("gridPos");
                assertThat(place.path("x").asInt() + place.path("w").asInt()).isLessThanOrEqualTo(24);
                for (int x = 0; x < place.path("w").asInt(); x++) {
                    for (int y = 0; y < place.path("h").asInt(); y++) {
                        String cell = (place.path("x").asInt() + x) + ","
                                + (place.path("y").asInt() + y);
                        assertThat(taken.add(cell))
                                .as(
                                        "%s covers another panel",
                                        panel.path("title").asText())
                                .isTrue();
                    }
                }
            });
        });
    }

    @Test
    void everyMetricAskedFor_isADocumentedOne() throws IOException {
        String documented = Files.readString(Checkout.path("docs/metrics.md"));
        Stream<String> expressions = Stream.concat(
                Dashboards.queries().map(Dashboards.Query::expression),
                Alerts.all().stream().map(alert -> alert.path("expr").asText()));
        assertThat(Stream.concat(expressions, Stream.of(scalingQuery())).flatMap(DashboardsTest::metrics))
                .hasSizeGreaterThan(40)
                .allSatisfy(metric -> assertThat(documented).contains("`" + base(metric) + "`"));
    }

    private static String scalingQuery() {
        return Kustomization.of(Checkout.path("deploy/kubernetes/base"))
                .object("ScaledObject", "inference-worker")
                .at("/spec/triggers/0/metadata/query")
                .asText();
    }

    private static Stream<String> metrics(String expression) {
        return METRIC.matcher(expression).results().map(MatchResult::group);
    }

    /** A histogram's series are documented under its name. */
    private static String base(String metric) {
        return metric.replaceFirst("_(bucket|sum|count)$", "");
    }
}
