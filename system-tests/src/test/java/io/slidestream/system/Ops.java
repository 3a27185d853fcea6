package io.slidestream.system;

import io.slidestream.testkit.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/** A service's endpoint for operators, asked as they do. */
public record Ops(URI base) {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();

    public static Ops onPort(int port) {
        return new Ops(URI.create("http://127.0.0.1:" + port));
    }

    public boolean ready() throws IOException, InterruptedException {
        return answer("/health/ready").statusCode() == 200;
    }

    /** The sum of a metric's series; {@code labels} is a part of their label text, as {@code state="submitted"}. */
    public double metric(String name, String labels) throws IOException, InterruptedException {
        return answer("/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(name + "{") || line.startsWith(name + " "))
                .filter(line -> line.contains(labels))
                .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
                .sum();
    }

    MetricsPage page() throws IOException, InterruptedException {
        return MetricsPage.of(answer("/metrics").body());
    }

    public HttpResponse<String> answer(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(Patience.of(Duration.ofSeconds(10)))
                .build();
        return CLIENT.send(request, BodyHandlers.ofString());
    }
}
