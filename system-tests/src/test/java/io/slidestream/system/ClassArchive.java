package io.slidestream.system;

import io.slidestream.synthetic.SyntheticSlide;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Classes of the command as a JVM keeps them, as the launcher has them too: a start loads 12,000 classes and takes a third
 * less with it. Made by the first test that starts the command, of whichever test JVM; the others wait.
 */
final class ClassArchive {
    private static final Duration LIMIT = Duration.ofMinutes(4);

    private ClassArchive() {}

    /** Options of a JVM that runs the jar; none where this JVM can keep no archive. */
    static List<String> options(Path jar) {
        try {
            Path archive = jar.resolveSibling("tests.jsa");
            make(jar, archive);
            return Files.size(archive) == 0
                    ? List.of()
                    : List.of("-XX:SharedArchiveFile=" + archive, "-Xlog:cds=off", "-Xlog:cds+dynamic=off");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private static synchronized void make(Path jar, Path archive) throws IOException, InterruptedException {
        try (FileChannel channel = FileChannel.open(
                        jar.resolveSibling("tests.jsa.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
                FileLock lock = channel.lock()) {
            if (Files.exists(archive)
                    && Files.getLastModifiedTime(archive).compareTo(Files.getLastModifiedTime(jar)) >= 0) {
                return;
            }
            Path folder = Files.createTempDirectory(jar.getParent(), "rehearsal");
            Path part = folder.resolve("part.jsa");
            Path slide = folder.resolve("slide.svs");
            SyntheticSlide.builder().size(1500, 1200).write(slide);
            List<String> command = new ArrayList<>();
            command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            command.addAll(Child.SHORT_LIVED);
            command.addAll(List.of(
                    "-XX:ArchiveClassesAtExit=" + part,
                    "-Dslidestream.home=" + Checkout.root(),
                    "-jar",
                    jar.toString(),
                    "run",
                    slide.toString(),
                    "--out",
                    folder.resolve("maps").toString()));
            Commands.Outcome run = Commands.run(folder, LIMIT, Map.of(), command);
            if (!run.good() || !Files.exists(part)) {
                Files.write(part, new byte[0]);
            }
            Files.move(part, archive, StandardCopyOption.REPLACE_EXISTING);
        }
    }
}
