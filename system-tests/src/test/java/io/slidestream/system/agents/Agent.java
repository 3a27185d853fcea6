package io.slidestream.system.agents;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import java.util.stream.Stream;
import net.bytebuddy.ByteBuddy;

/** Packs an agent of this package, so that a JVM can be started with it. */
final class Agent {
    private Agent() {}

    /**
     * @param folder gets the agent's jar
     * @return the option of a JVM
     */
    static String option(Class<?> agent, Object argument, Path folder) throws IOException {
        Path jar = folder.resolve(agent.getSimpleName() + ".jar");
        Manifest manifest = new Manifest();
        Attributes attributes = manifest.getMainAttributes();
        attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
        attributes.put(new Attributes.Name("Premain-Class"), agent.getName());
        attributes.put(
                Attributes.Name.CLASS_PATH,
                ByteBuddy.class
                        .getProtectionDomain()
                        .getCodeSource()
                        .getLocation()
                        .toString());
        try (JarOutputStream packed = new JarOutputStream(Files.newOutputStream(jar), manifest)) {
            for (Path file : classes(agent)) {
                packed.putNextEntry(new JarEntry(agent.getPackageName().replace('.', '/') + "/" + file.getFileName()));
                Files.copy(file, packed);
            }
        }
        return "-javaagent:" + jar + "=" + argument;
    }

    private static List<Path> classes(Class<?> agent) throws IOException {
        try (Stream<Path> files =
                Files.list(Path.of(Objects.requireNonNull(agent.getResource("")).toURI()))) {
            return files.filter(file -> file.toString().endsWith(".class")).toList();
        } catch (URISyntaxException e) {
            throw new IOException(e);
        }
    }
}
