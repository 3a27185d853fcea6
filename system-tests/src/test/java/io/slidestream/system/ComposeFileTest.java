package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** docker-compose.yml against the files that speak of it. */
class ComposeFileTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):-([^}]*)}");
    private static final Pattern SECRET = Pattern.compile("\\$\\{([A-Z_]+):\\?[^}]*()}");
    private static final Pattern SETTING = Pattern.compile("(?m)^([A-Z_]+)=(.*)$");

    @Test
    void theExampleOfSettings_hasEachVariableWithItsDefault() throws IOException {
        Map<String, String> variables = pairs(VARIABLE, read("docker-compose.yml"));
        variables.putAll(pairs(SECRET, read("docker-compose.yml")));
        assertThat(variables).hasSizeGreaterThan(10).isEqualTo(pairs(SETTING, read(".env.example")));
    }

    /** A password that is known is none: compose refuses to start without. */
    @Test
    @Tag("attack")
    void passwords_haveNoDefaults() throws IOException {
        assertThat(pairs(SECRET, read("docker-compose.yml")))
                .containsOnlyKeys("BUCKET_SECRET", "GRAFANA_PASSWORD", "VIEWER_TOKEN");
        assertThat(pairs(VARIABLE, read("docker-compose.yml")).keySet())
                .noneMatch(name -> name.matches(".*(PASSWORD|SECRET|TOKEN).*"));
    }

    @Test
    void passwords_areMadeOnce_andForTheirOwnerAlone(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("env");
        make(file);
        Map<String, String> first = pairs(SETTING, Files.readString(file));
        assertThat(first.keySet())
                .isEqualTo(pairs(SETTING, read(".env.example")).keySet());
        assertThat(List.of("BUCKET_SECRET", "GRAFANA_PASSWORD", "VIEWER_TOKEN"))
                .extracting(first::get)
                .doesNotHaveDuplicates()
                .allMatch(password -> password.matches("[A-Za-z0-9]{32}"));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        make(file);
        assertThat(pairs(SETTING, Files.readString(file))).isEqualTo(first);
    }

    /** Whoever breaks into a container finds nothing to write to but its volumes, and no right of root's. */
    @Test
    @Tag("attack")
    void everyContainer_isConfined() throws IOException {
        JsonNode services =
                new YAMLMapper().readTree(read("docker-compose.yml")).path("services");
        String text = read("docker-compose.yml");
        assertThat(services).hasSizeGreaterThan(6);
        services.fieldNames()
                .forEachRemaining(name -> assertThat(text)
                        .as(name)
                        .containsPattern("\\n  " + name + ":\\n    <<: \\*(confined|service)\\n"));
        assertThat(text)
                .contains("x-confined: &confined\n  restart: unless-stopped\n  read_only: true\n  cap_drop: [ALL]\n"
                        + "  security_opt: [\"no-new-privileges:true\"]\n")
                .contains("x-service: &service\n  <<: *confined\n")
                .doesNotContain("read_only: false", "cap_add", "privileged: true");
    }

    private static void make(Path file) throws IOException, InterruptedException {
        Commands.run(
                        Checkout.root(),
                        Duration.ofMinutes(1),
                        Map.of(),
                        List.of(Checkout.root().resolve("deploy/passwords").toString(), file.toString()))
                .orFail();
    }

    @Test
    void everyPort_isOnLoopback() throws IOException {
        assertThat(read("docker-compose.yml").lines().filter(line -> line.contains("ports:")))
                .hasSizeGreaterThan(3)
                .allMatch(line -> line.contains("[\"127.0.0.1:${"));
    }

    /** A variable that stands there twice must have one default. */
    private static Map<String, String> pairs(Pattern pattern, String text) {
        Map<String, String> pairs = new TreeMap<>();
        Matcher matcher = pattern.matcher(text);
        while (matcher.find()) {
            String before = pairs.put(matcher.group(1), matcher.group(2));
            assertThat(before).as(matcher.group(1)).isIn(null, matcher.group(2));
        }
        return pairs;
    }

    private static String read(String file) throws IOException {
        return Files.readString(Checkout.root().resolve(file));
    }
}
