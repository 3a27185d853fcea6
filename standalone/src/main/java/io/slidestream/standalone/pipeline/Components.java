package io.slidestream.standalone.pipeline;

import io.slidestream.servicekit.health.Version;
import io.slidestream.slides.open.NativeVersions;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.common.utils.internals.AppInfoParser;

/** Versions of this installation's components, by name, as a bug report should carry them. */
public final class Components {
    private Components() {}

    /** Loads OpenSlide and libjpeg-turbo to ask them, and no engine. OpenSlide's package is told besides, since a distribution mends faults
     * without a new version of the library. */
    public static Map<String, String> versions() {
        Map<String, String> versions = new LinkedHashMap<>();
        versions.put("slidestream", Version.ofSlidestream());
        versions.put("commit", Version.commit().orElse("unknown"));
        versions.put("java", System.getProperty("java.version") + " (" + System.getProperty("java.vm.vendor") + ")");
        versions.put("system", System.getProperty("os.name") + " " + System.getProperty("os.arch"));
        versions.put("openslide", NativeVersions.ofOpenSlide());
        versions.put("openslide-package", DistributionPackage.version("libopenslide0", "openslide"));
        versions.put("libjpeg-turbo", NativeVersions.ofLibjpegTurbo());
        versions.put("deeplearning4j", ofArtifact("org.deeplearning4j", "deeplearning4j-nn"));
        versions.put("onnxruntime", ofPackage("ai.onnxruntime.OrtEnvironment"));
        versions.put("kafka", AppInfoParser.getVersion());
        return versions;
    }

    private static String ofArtifact(String group, String artifact) {
        String name = "/META-INF/maven/" + group + "/" + artifact + "/pom.properties";
        try (InputStream file = Components.class.getResourceAsStream(name)) {
            Properties properties = new Properties();
            if (file != null) {
                properties.load(file);
            }
            return properties.getProperty("version", "unknown");
        } catch (IOException e) {
            throw new UncheckedIOException(name + " cannot be read", e);
        }
    }

    /** Finds a package's version without initialising the class, which would load the library. */
    private static String ofPackage(String className) {
        try {
            String version = Class.forName(className, false, Components.class.getClassLoader())
                    .getPackage()
                    .getImplementationVersion();
            return version == null ? "unknown" : version;
        } catch (ClassNotFoundException e) {
            return "not in this build";
        }
    }
}
