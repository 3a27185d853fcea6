package io.slidestream.system;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slidestream.testkit.Patience;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Optional;

/** The viewer's API, asked as programs do. */
record ViewerClient(int port, String token) {
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(10)).build();
    private static final ObjectMapper JSON = new ObjectMapper();

    /** The id of the slide's map when it is mapped. */
    Optional<String> mapped(String name) throws IOException, InterruptedException {
        JsonNode page = JSON.readTree(get("/api/v1/slides?state=mapped&q=" + name));
        for (JsonNode slide : page.path("slides")) {
            if (slide.path("name").asText().contains(name)) {
                return Optional.of(slide.path("id").asText());
            }
        }
        return Optional.empty();
    }

    byte[] file(String id, String name) throws IOException, InterruptedException {
        return get("/api/v1/slides/" + id + "/files/" + name);
    }

    private byte[] get(String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                .timeout(Patience.of(Duration.ofSeconds(10)))
                .header("Authorization", "Bearer " + token)
                .build();
        HttpResponse<byte[]> response = CLIENT.send(request, BodyHandlers.ofByteArray());
        if (response.statusCode() != 200) {
            throw new IOException(path + " answered " + response.statusCode());
        }
        return response.body();
    }
}
