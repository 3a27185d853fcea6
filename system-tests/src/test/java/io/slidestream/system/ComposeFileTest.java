package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** docker-compose.yml against the files that speak of it. */
class ComposeFileTest {
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{([A-Z_]+):-([^}]*)}");
    private static final Pattern SETTING = Pattern.compile("(?m)^([A-Z_]+)=(.*)$");

    @Test
    void theExampleOfSettings_hasEachVariableWithItsDefault() throws IOException {
        Map<String, String> variables = pairs(VARIABLE, read("docker-compose.yml"));
        assertThat(variables).hasSizeGreaterThan(10).isEqualTo(pairs(SETTING, read(".env.example")));
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
