package io.slidestream.proving.processes;

import io.slidestream.servicekit.run.Reaper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A command of this program in a JVM of its own, with this one's class path and options. It ends with this one, however that ends. */
public final class CommandProcess {
    private static final int LAST_LINES = 10;

    private final String mainClass;
    private final Path log;

    /** @param log of what the last command printed */
    public CommandProcess(String mainClass, Path log) {
        this.mainClass = mainClass;
        this.log = log;
    }

    /**
     * Runs it to its end.
     *
     * @throws ServiceFailure if it ends otherwise than with 0; the message ends with the last that it printed
     */
    public void run(List<String> words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> !argument.startsWith("-javaagent")
                        && !argument.startsWith("-agentlib")
                        && !argument.startsWith("-Dslidestream.terminal"))
                .forEach(command::add);
        if (words.get(0).equals("run") || words.subList(0, 2).equals(List.of("bench", "pipeline"))) {
            command.add("-XX:TieredStopAtLevel=1"); // as the launcher does
        }
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), mainClass));
        command.addAll(words);
        Process process = Reaper.entrust(new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start());
        process.getOutputStream().close();
        try {
            int status = process.waitFor();
            if (status != 0) {
                throw new ServiceFailure(
                        "'" + String.join(" ", words) + "' ended with status " + status + ":\n" + lastLines());
            }
        } finally {
            process.destroyForcibly();
        }
    }

    private String lastLines() throws IOException {
        List<String> lines = Files.readAllLines(log);
        return String.join("\n", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
