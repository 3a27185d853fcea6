package io.slidestream.servicekit;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.testkit.Await;
import io.slidestream.testkit.FreePort;
import io.slidestream.testkit.TimeLimit;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

@TimeLimit(seconds = 120)
class SignalIT {
    @Test
    void sigterm_endsReadinessAtOnce_drains_andThenTheProcess() throws Exception {
        int port = FreePort.pick();
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        SleepyService.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("SLIDESTREAM_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:1");
        builder.environment().put("SLIDESTREAM_HTTP_ADDRESS", "127.0.0.1:" + port);
        Process process = builder.start();
        try (BufferedReader lines = process.inputReader()) {
            assertThat(lines.readLine()).isEqualTo("started");
            Await.await(() -> ready(port) == 200);

            process.toHandle().destroy();

            assertThat(lines.readLine()).isEqualTo("draining");
            assertThat(ready(port)).isEqualTo(503);
            process.outputWriter().append("go\n").flush();
            assertThat(lines.readLine()).isEqualTo("closed");
            assertThat(process.waitFor()).isEqualTo(143);
        } finally {
            process.destroyForcibly();
        }
    }

    private static int ready(int port) throws IOException, InterruptedException {
        URI uri = URI.create("http://127.0.0.1:" + port + "/health/ready");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.discarding())
                .statusCode();
    }
}
