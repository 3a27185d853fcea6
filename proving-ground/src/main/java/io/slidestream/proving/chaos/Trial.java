package io.slidestream.proving.chaos;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Lets a sequence of faults happen. */
interface Trial {
    /** @param folder new; logs, maps and the history are left in it */
    Outcome run(List<Step> steps, Path folder) throws IOException, InterruptedException;
}
