package io.slidestream.system.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slidestream.system.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** docs/vex.json, which programs read, against docs/dependencies.md, which people do. */
@Tag("attack")
class VexTest {
    private static final Pattern CVE = Pattern.compile("CVE-\\d{4}-\\d+");
    /** Those after the first of an enumeration: {@code CVE-2026-87795, -87823}. */
    private static final Pattern SHORT = Pattern.compile("(CVE-\\d{4})(?:-\\d+)((?:, -\\d+)+)");

    @Test
    void everyFaultThatWasDecided_hasItsStatement_andNoOther() throws IOException {
        Set<String> stated = new TreeSet<>();
        for (JsonNode statement : vex().path("statements")) {
            assertThat(stated.add(statement.at("/vulnerability/name").asText()))
                    .as("once")
                    .isTrue();
        }
        String page = Files.readString(Checkout.path("docs/dependencies.md"));
        assertThat(stated).hasSizeGreaterThan(10).isEqualTo(faults(table(page)));
    }

    /** As OpenVEX 0.2.0 wants it. */
    @Test
    void statements_sayWhy_ofJarsThatAreShipped() throws IOException {
        assertThat(vex().path("@context").asText()).isEqualTo("https://openvex.dev/ns/v0.2.0");
        assertThat(vex().path("author").asText()).isNotEmpty();
        String reviewed = Files.readString(Checkout.path("docs/dependencies.md"));
        for (JsonNode statement : vex().path("statements")) {
            String why = statement.path("status").asText()
                    + (statement.path("impact_statement").asText().isEmpty() ? "" : " impact")
                    + (statement.path("justification").asText().isEmpty() ? "" : " justification")
                    + (statement.path("action_statement").asText().isEmpty() ? "" : " action")
                    + (statement.path("status_notes").asText().isEmpty() ? "" : " notes");
            assertThat(why).isIn("not_affected impact justification", "affected action notes", "fixed notes");
            for (JsonNode jar : statement.at("/products/0/subcomponents")) {
                String name = jar.path("@id").asText().replaceFirst(".*/([^/]*)@(.*)", "$1-$2");
                assertThat(reviewed.lines()).contains(name);
            }
        }
    }

    private static String table(String page) {
        return page.substring(page.indexOf("## Known faults"), page.indexOf("Asked, and closed"));
    }

    private static Set<String> faults(String table) {
        Set<String> faults = new TreeSet<>();
        CVE.matcher(table).results().forEach(found -> faults.add(found.group()));
        SHORT.matcher(table).results().forEach(found -> {
            for (String number : found.group(2).split(", -", -1)) {
                if (!number.isEmpty()) {
                    faults.add(found.group(1) + "-" + number);
                }
            }
        });
        return faults;
    }

    private static JsonNode vex() throws IOException {
        return new ObjectMapper().readTree(Checkout.path("docs/vex.json").toFile());
    }
}
