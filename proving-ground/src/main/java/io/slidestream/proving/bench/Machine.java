package io.slidestream.proving.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Description of the machine that figures were measured on. */
final class Machine {
    private static final double GB = 1e9;

    private Machine() {}

    static void describe(ObjectNode machine) {
        machine.put("cpu", value(Path.of("/proc/cpuinfo"), "model name", System.getProperty("os.arch")))
                .put("processors", Runtime.getRuntime().availableProcessors())
                .put("memoryGb", memoryGb())
                .put("os", System.getProperty("os.name") + " " + System.getProperty("os.version"))
                .put("distribution", value(Path.of("/etc/os-release"), "PRETTY_NAME", "unknown"))
                .put("java", System.getProperty("java.vm.name") + " " + System.getProperty("java.vm.version"));
    }

    /** Processes that ran or waited to, a mean over the last minute; negative where that is unknown. */
    static double load() {
        return ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
    }

    private static double memoryGb() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? Math.round(system.getTotalMemorySize() / GB * 10) / 10.0
                : 0;
    }

    /** The first value of a name in one of Linux' files of names and values. */
    private static String value(Path file, String name, String otherwise) {
        try {
            return Files.readAllLines(file).stream()
                    .filter(line -> line.startsWith(name))
                    .map(line -> line.substring(name.length())
                            .replaceFirst("^\\s*[:=]\\s*", "")
                            .replace("\"", "")
                            .strip())
                    .findFirst()
                    .orElse(otherwise);
        } catch (IOException e) {
            return otherwise;
        }
    }
}
