package io.slidestream.servicekit.run;

import java.util.List;
import java.util.concurrent.CountDownLatch;

/** A JVM to be killed, with a process of its own and a file to be made at its end. */
final class MakerOfProcesses {
    private MakerOfProcesses() {}

    /** @param args the file, and the one that is not made since its reaper is closed */
    public static void main(String[] args) throws Exception {
        Process started = Reaper.entrust(new ProcessBuilder(List.of("sleep", "1000")).start());
        Reaper made = Reaper.atTheEnd("touch", args[0]);
        Reaper.atTheEnd("touch", args[1]).close();
        System.out.println(started.pid());
        new CountDownLatch(1).await();
        made.close();
    }
}
