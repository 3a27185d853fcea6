package io.slidestream.standalone.pipeline;

import io.slidestream.servicekit.run.Reaper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Packages of the system's distribution, as its package manager knows them. */
final class DistributionPackage {
    private static final String UNKNOWN = "unknown";
    private static final long PATIENCE_SECONDS = 10;
    private static final int MAX_CHARACTERS = 100;

    private DistributionPackage() {}

    /**
     * Version of a package, such as {@code 3.4.1+dfsg-6+deb12u1}, or that it is unknown: it came by another way, or there is neither
     * dpkg nor rpm.
     */
    static String version(String ofDebian, String ofRpm) {
        return said(List.of("dpkg-query", "-W", "-f", "${db:Status-Abbrev}${Version}", ofDebian))
                .filter(answer -> answer.startsWith("ii "))
                .map(answer -> answer.substring(3))
                .or(() -> said(List.of("rpm", "-q", "--qf", "%{VERSION}-%{RELEASE}", ofRpm)))
                .filter(version -> !version.isBlank() && version.length() <= MAX_CHARACTERS)
                .orElse(UNKNOWN);
    }

    /** What a program says that ends well. */
    private static Optional<String> said(List<String> command) {
        try {
            Process process = Reaper.entrust(new ProcessBuilder(command)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start());
            try {
                process.getOutputStream().close();
                if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS) || process.exitValue() != 0) {
                    return Optional.empty();
                }
                return Optional.of(
                        new String(process.getInputStream().readNBytes(1024), StandardCharsets.UTF_8).strip());
            } finally {
                process.destroyForcibly();
            }
        } catch (IOException e) {
            return Optional.empty(); // there is no such program
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
