package io.slidestream.viewer.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The viewer as it is shipped: a program of its own. */
class ViewerJarIT {
    private static final Path JAR = Path.of("target/viewer-0.1.0.jar");

    @Test
    void classPath_hasNoStreamsAndNoEngines() throws IOException {
        String classPath;
        try (JarFile jar = new JarFile(JAR.toFile())) {
            classPath = jar.getManifest().getMainAttributes().getValue(Attributes.Name.CLASS_PATH);
        }
        String[] names = {"kafka-streams", "rocksdbjni", "nd4j", "onnxruntime"};
        assertThat(classPath).contains("lib/kafka-clients-").doesNotContain(names);
        try (Stream<Path> lib = Files.list(JAR.resolveSibling("lib"))) {
            assertThat(lib.map(each -> each.getFileName().toString()))
                    .anyMatch(name -> name.startsWith("kafka-clients-"))
                    .noneMatch(name -> Stream.of(names).anyMatch(name::startsWith));
        }
    }

    @Test
    void view_answersForAFolder(@TempDir Path maps) throws Exception {
        Process viewer = start("view", maps.toString(), "--viewer", "127.0.0.1:0");
        try (BufferedReader out = output(viewer)) {
            String line = out.readLine();
            assertThat(line).startsWith("the maps in " + maps + " are at http");
            URI page = URI.create(line.replaceFirst(".* are at (\\S+) .*", "$1"));
            assertThat(HttpClient.newHttpClient()
                            .send(HttpRequest.newBuilder(page).build(), BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200);
        } finally {
            viewer.destroy();
            viewer.waitFor();
        }
    }

    @Test
    void folderThatIsNone_isAUsersMistake(@TempDir Path maps) throws Exception {
        Process viewer = start("view", maps.resolve("gone").toString());
        try (BufferedReader out = output(viewer)) {
            assertThat(out.readLine())
                    .isEqualTo("slidestream: " + maps.resolve("gone")
                            + " is no folder; give the one that a run had as --out");
        }
        assertThat(viewer.waitFor()).isEqualTo(2);
    }

    private static Process start(String... arguments) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin/java").toString();
        return new ProcessBuilder(Stream.concat(
                                Stream.of(java, "-Djava.awt.headless=true", "-jar", JAR.toString()),
                                Stream.of(arguments))
                        .toList())
                .redirectErrorStream(true)
                .start();
    }

    private static BufferedReader output(Process process) {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }
}
