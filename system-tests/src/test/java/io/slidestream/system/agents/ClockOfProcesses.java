package io.slidestream.system.agents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/** The time of day of processes that are started with its option. */
public final class ClockOfProcesses {
    private final Path offset;
    private final String option;

    /** @param folder gets the agent's jar, and the file that tells the time */
    public ClockOfProcesses(Path folder) throws IOException {
        offset = folder.resolve("clock");
        set(Duration.ZERO);
        option = Agent.option(ShiftedClock.class, offset, folder);
    }

    /** Of a JVM. */
    public String option() {
        return option;
    }

    /** From the true time; takes effect within a fraction of a second. */
    public void set(Duration fromTrue) throws IOException {
        Path next = Files.writeString(offset.resolveSibling("clock.next"), fromTrue.toString());
        Files.move(next, offset, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }
}
