package io.slidestream.system.clock;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import net.bytebuddy.jar.asm.ClassReader;

/** The time of day of processes that are started with its option. */
public final class ClockOfProcesses {
    private final Path agent;
    private final Path offset;

    /** @param folder gets the agent's jar, and the file that tells the time */
    public ClockOfProcesses(Path folder) throws IOException {
        agent = folder.resolve("clock.jar");
        offset = folder.resolve("clock.offset");
        set(Duration.ZERO);
        pack();
    }

    /** Option of a JVM. */
    public String option() {
        return "-javaagent:" + agent + "=" + offset;
    }

    /** From the true time; takes effect within a fraction of a second. */
    public void set(Duration fromTrue) throws IOException {
        Path next = Files.writeString(offset.resolveSibling("clock.next"), fromTrue.toString());
        Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private void pack() throws IOException {
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(new Attributes.Name("Premain-Class"), ShiftedClock.class.getName());
        URL asm = ClassReader.class.getProtectionDomain().getCodeSource().getLocation();
        attributes.put(Attributes.Name.CLASS_PATH, asm.toString());
        String folder = ShiftedClock.class.getPackageName().replace('.', '/');
        try (JarOutputStream jar = new JarOutputStream(Files.newOutputStream(agent), manifest)) {
            for (Path file : classes()) {
                jar.putNextEntry(new JarEntry(folder + "/" + file.getFileName()));
                Files.copy(file, jar);
            }
        }
    }

    private static List<Path> classes() throws IOException {
        try (var files = Files.list(Path.of(ShiftedClock.class.getResource("").toURI()))) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
