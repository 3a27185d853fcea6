package io.slidestream.viewer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slidestream.contracts.SlideTiled;
import io.slidestream.contracts.TileGrid;
import io.slidestream.testkit.MapSamples;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ViewerConfirmationTest {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    Path folder;

    @Test
    void moreTilesThanUsual_areToldAndMustBeConfirmed() throws Exception {
        try (ShownSlides slides = new ShownSlides(folder)) {
            URI slide = slides.start(null)
                    .resolve("/api/v1/slides/" + slides.rejected.mapId().hex() + "/");
            URI resubmit = slide.resolve("resubmit");
            SlideTiled few = MapSamples.manifest("dense");
            slides.live.event(new SlideTiled(
                    few.mapId(),
                    1,
                    few.slide(),
                    new TileGrid(3000, 2250, 0.5, 224, 4),
                    few.model(),
                    300_000,
                    "aperio",
                    few.seenAtMillis() + 1,
                    1,
                    1,
                    1));

            HttpResponse<String> answer = post(resubmit, "{\"mpp\":0.5}");
            assertThat(answer.statusCode()).isEqualTo(409);
            JsonNode problem = new ObjectMapper().readTree(answer.body());
            assertThat(problem.path("detail").asText()).contains("tiles", "not known", "confirmed");
            assertThat(problem.has("seconds")).as("nothing was measured").isFalse();
            assertThat(problem.path("tiles").asLong())
                    .as("as many as the whole slide has at the latest stride")
                    .isEqualTo(TileGrid.cells(3000, 2250, 224, 4));
            assertThat(post(slide.resolve("retry"), "{}").statusCode())
                    .as("of a map that was rejected or called off, too")
                    .isEqualTo(409);
            assertThat(slides.asked).isEmpty();

            assertThat(post(resubmit, "{\"mpp\":0.5,\"confirmed\":true}").statusCode())
                    .isEqualTo(202);
            assertThat(slides.asked).containsExactly("resubmit S3 at 0.5");
        }
    }

    private static HttpResponse<String> post(URI uri, String json) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json))
                        .build(),
                BodyHandlers.ofString());
    }
}
