package io.slidestream.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.slidestream.system.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The alerts, their unit tests and their runbook. */
class AlertsTest {
    @Test
    void promtool_findsEveryAlertFiringWhereItShould() throws Exception {
        String promtool = Program.installed("promtool", "prometheus").toString();
        assertThat(Program.run(promtool, "check", "rules", Alerts.RULES.toString()))
                .matches(outcome -> outcome.status() == 0, "checks");
        String[] command = Stream.concat(
                        Stream.of(promtool, "test", "rules"),
                        Alerts.TESTS.stream().map(Path::toString))
                .toArray(String[]::new);
        assertThat(Program.run(command)).matches(outcome -> outcome.status() == 0, "passes");
    }

    @Test
    void everyAlert_isSeenFiringInATest() {
        List<String> fired = Alerts.TESTS.stream()
                .flatMap(file -> Alerts.elements(Yaml.document(file).path("tests")))
                .flatMap(test -> Alerts.elements(test.path("alert_rule_test")))
                .filter(test -> !test.path("exp_alerts").isEmpty())
                .map(test -> test.path("alertname").asText())
                .distinct()
                .toList();
        assertThat(fired)
                .containsExactlyInAnyOrderElementsOf(
                        Alerts.all().stream().map(Alerts::name).toList());
    }

    @Test
    void everyAlert_hasItsEntryInTheRunbook() throws IOException {
        String operations = Files.readString(Checkout.path("docs/operations.md"));
        String runbook = operations.substring(operations.indexOf("\n## Alerts\n"));
        List<String> entries = runbook.lines()
                .filter(line -> line.startsWith("### "))
                .map(line -> line.substring(4))
                .toList();

        assertThat(entries)
                .containsExactlyInAnyOrderElementsOf(
                        Alerts.all().stream().map(Alerts::name).toList());
        assertThat(runbook.split("\n### "))
                .hasSize(entries.size() + 1)
                .satisfies(parts -> assertThat(parts)
                        .filteredOn(part -> !part.contains("## Alerts"))
                        .allSatisfy(part -> assertThat(part).contains("**Means**", "**Do**")));
        assertThat(Alerts.all()).allSatisfy(alert -> {
            assertThat(annotation(alert, "runbook"))
                    .isEqualTo("docs/operations.md#" + Alerts.name(alert).toLowerCase(Locale.ROOT));
            assertThat(annotation(alert, "summary")).endsWith(".");
            assertThat(alert.at("/labels/severity").asText()).isIn("critical", "warning");
        });
    }

    private static String annotation(JsonNode alert, String name) {
        return alert.path("annotations").path(name).asText();
    }
}
