package io.slidestream.slides.isolation;

import com.sun.jna.Native;
import io.slidestream.contracts.RejectionReason;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.slf4j.LoggerFactory;

/** How a reader process is started: a small JVM with the few classes that it needs. */
final class ReaderCommand {
    /** Where JNA finds and unpacks libraries. */
    private static final List<String> INHERITED = List.of(
            "java.io.tmpdir", "jna.tmpdir", "jna.library.path", "jna.boot.library.path", "jna.nosys", "jna.nounpack");

    private ReaderCommand() {}

    static List<String> of(Class<?> main) {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx64m",
                "-Xss512k",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:-UsePerfData",
                "-XX:+SuppressFatalErrorMessage"));
        for (String name : INHERITED) {
            String value = System.getProperty(name);
            if (value != null) {
                command.add("-D" + name + "=" + value);
            }
        }
        Set<String> places = new LinkedHashSet<>();
        for (Class<?> needed :
                List.of(main, ReaderMain.class, Native.class, RejectionReason.class, LoggerFactory.class)) {
            places.add(place(needed));
        }
        command.addAll(List.of("-cp", String.join(File.pathSeparator, places), main.getName()));
        return command;
    }

    private static String place(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain()
                            .getCodeSource()
                            .getLocation()
                            .toURI())
                    .toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(type + " lies nowhere", e);
        }
    }
}
