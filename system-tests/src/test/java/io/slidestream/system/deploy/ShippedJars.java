package io.slidestream.system.deploy;

import io.slidestream.system.Checkout;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;

/** The third-party jars on the class path of what is built, of which the services' are parts. */
final class ShippedJars {
    private static final Path STANDALONE = Checkout.jar("standalone");

    private ShippedJars() {}

    /** What each jar carries of other projects, by the jar's name without its ending. */
    static Map<String, SortedSet<String>> contents() throws IOException {
        Map<String, SortedSet<String>> contents = new TreeMap<>();
        for (String entry : classPath()) {
            String name = entry.replaceFirst("^lib/", "").replaceFirst("\\.jar$", "");
            try (JarFile jar = new JarFile(STANDALONE.resolveSibling(entry).toFile())) {
                if (!ours(jar)) {
                    contents.put(name, inside(jar, name));
                }
            }
        }
        return contents;
    }

    private static List<String> classPath() throws IOException {
        try (JarFile jar = new JarFile(STANDALONE.toFile())) {
            return List.of(jar.getManifest()
                    .getMainAttributes()
                    .getValue(Attributes.Name.CLASS_PATH)
                    .split(" "));
        }
    }

    private static boolean ours(JarFile jar) throws IOException {
        return jar.getManifest() != null
                && jar.getManifest().getMainAttributes().getValue("Slidestream-Commit") != null;
    }

    private static SortedSet<String> inside(JarFile jar, String name) throws IOException {
        SortedSet<String> inside = new TreeSet<>();
        List<JarEntry> projects;
        try (Stream<JarEntry> entries = jar.stream()) {
            projects = entries.filter(entry -> entry.getName().matches("META-INF/maven/.*/pom.properties"))
                    .toList();
        }
        for (JarEntry project : projects) {
            try (InputStream file = jar.getInputStream(project)) {
                Properties properties = new Properties();
                properties.load(file);
                String artifact = properties.getProperty("artifactId") + "-" + properties.getProperty("version");
                if (!name.startsWith(artifact)) {
                    inside.add(artifact);
                }
            }
        }
        return inside;
    }
}
