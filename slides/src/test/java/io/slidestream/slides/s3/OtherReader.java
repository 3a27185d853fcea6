package io.slidestream.slides.s3;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Another process that reads a slide of a cache until it is killed. */
final class OtherReader implements AutoCloseable {
    private final Process process;

    private OtherReader(Process process) {
        this.process = process;
    }

    /** Returns when it reads. */
    static OtherReader of(Path root, String id) throws IOException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx32m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherReader.class.getName(),
                        root.toString(),
                        id)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        BufferedReader said = process.inputReader(StandardCharsets.UTF_8);
        if (!"reading".equals(said.readLine())) {
            throw new IOException("the other process did not come to read");
        }
        return new OtherReader(process);
    }

    void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    public static void main(String[] args) throws Exception {
        if (HostLocks.in(Path.of(args[0])).tryShare(args[1])) {
            System.out.println("reading");
            int unused = System.in.read();
        }
    }
}
