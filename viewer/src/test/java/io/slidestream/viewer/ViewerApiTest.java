package io.slidestream.viewer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.catalog.CatalogSettings;
import io.slidestream.catalog.maps.CaseNames;
import io.slidestream.contracts.MapId;
import io.slidestream.contracts.RejectionReason;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.slides.open.ReaderChoice;
import io.slidestream.slides.store.LocalSlideFetcher;
import io.slidestream.testkit.Await;
import io.slidestream.viewer.forgetting.RetentionSettings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a program gets from the viewer over HTTP. */
@SuppressWarnings("NullAway.Init") // by JUnit
class ViewerApiTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    @TempDir
    static Path folder;

    private static ShownSlides slides;
    private static URI viewer;

    @BeforeAll
    static void start() throws IOException {
        slides = new ShownSlides(folder);
        viewer = slides.start(null);
    }

    @AfterAll
    static void stop() {
        slides.close();
    }

    @Test
    void list_isSearchedFilteredSortedAndPaged() throws Exception {
        assertThat(names(json("/api/v1/slides?sort=name&order=asc"))).containsExactly("S1", "S2", "S3", "S4");
        assertThat(names(json("/api/v1/slides?q=s3"))).containsExactly("S3");
        assertThat(names(json("/api/v1/slides?state=mapped&sort=name"))).containsExactly("S2", "S1");
        JsonNode second = json("/api/v1/slides?sort=name&order=asc&size=3&page=2");
        assertThat(names(second)).containsExactly("S4");
        assertThat(second.path("total").asInt()).isEqualTo(4);
        assertThat(second.path("states").path("mapping").asInt()).isEqualTo(1);
        assertThat(names(json("/api/v1/slides?sort=tumour&order=asc")).subList(2, 4))
                .containsExactlyInAnyOrder("S3", "S4");
        assertThat(names(json("/api/v1/slides/all?state=mapped"))).containsExactly("S1", "S2");
        assertThat(names(json("/api/v1/slides?tumourFrom=1000000"))).isEmpty();
        assertThat(names(json("/api/v1/slides?to=1999-12-31"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "state=done",
                "from=yesterday",
                "tumourTo=much",
                "sort=size",
                "order=up",
                "page=0",
                "size=501",
                "page=x"
            })
    void badParameter_isAProblemThatNamesIt(String parameter) throws Exception {
        HttpResponse<String> answer = get("/api/v1/slides?" + parameter);
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
        assertThat(JSON.readTree(answer.body()).path("detail").asText())
                .startsWith(parameter.substring(0, parameter.indexOf('=')));
    }

    @Test
    void mapAndLedger_sayWhatTheFilesSay() throws Exception {
        JsonNode map = json(slide(slides.mapped.mapId()) + "/map");
        assertThat(map.path("grid").path("columns").asInt()).isEqualTo(ShownSlides.GRID.columns());
        assertThat(map.path("classes")).hasSize(9);
        assertThat(map.path("classes").get(8).path("colour").asText()).isEqualTo("#e64916");
        assertThat(map.path("tumourClass").asText()).isEqualTo("TUM");
        JsonNode ledger = json(slide(slides.mapped.mapId()) + "/ledger");
        assertThat(ledger.path("rejected").asInt()).isEqualTo(1);
        assertThat(ledger.path("expected").asLong())
                .isEqualTo(ledger.path("scored").asLong() + 1)
                .isEqualTo(slides.mapped.expectedTiles());
        assertThat(get(slide(slides.rejected.mapId()) + "/map").statusCode()).isEqualTo(404);
    }

    @Test
    void cells_areThoseOfTheTable() throws Exception {
        JsonNode page = json(slide(slides.mapped.mapId()) + "/cells?size=20000");
        assertThat(page.path("total").asLong()).isEqualTo(slides.mapped.expectedTiles());
        List<String> unread = new ArrayList<>();
        for (JsonNode cell : page.path("cells")) {
            if (cell.path("status").asText().equals("scored")) {
                double sum = 0;
                for (JsonNode p : cell.path("probabilities")) {
                    sum += p.asDouble();
                }
                assertThat(sum).isBetween(0.999, 1.001);
            } else {
                unread.add(cell.path("column") + "," + cell.path("row") + " "
                        + cell.path("status").asText());
            }
        }
        assertThat(unread).containsExactly("6,5 unreadable");
        byte[] packed = bytes(slide(slides.mapped.mapId()) + "/cells.bin").body();
        assertThat(packed).hasSize((int) slides.mapped.expectedTiles() * (6 + 2 * 9 + 2)); // its model tells distances
        JsonNode reasons = json(slide(slides.mapped.mapId()) + "/map").path("rejectionReasons");
        for (RejectionReason reason : RejectionReason.values()) {
            assertThat(reasons.get(reason.number() - 1).asText()).isEqualTo(reason.label());
        }
    }

    @Test
    void image_isADeepZoomPyramidOfTheSlide() throws Exception {
        String image = slide(slides.mapped.mapId()) + "/image";
        assertThat(get(image + ".dzi").body()).contains("Width=\"3000\" Height=\"2250\"", "TileSize=\"254\"");
        HttpResponse<byte[]> tile = bytes(image + "_files/12/1_1.jpeg");
        assertThat(size(tile.body())).isEqualTo("256x256");
        assertThat(size(bytes(image + "_files/12/11_8.jpeg").body())).isEqualTo("207x219");
        assertThat(size(bytes(image + "_files/0/0_0.jpeg").body())).isEqualTo("1x1");
        assertThat(get(image + "_files/12/12_0.jpeg").statusCode()).isEqualTo(404);
        assertThat(get(image + "_files/13/0_0.jpeg").statusCode()).isEqualTo(404);

        String etag = tile.headers().firstValue("ETag").orElseThrow();
        HttpRequest again =
                to(image + "_files/12/1_1.jpeg").header("If-None-Match", etag).build();
        assertThat(HTTP.send(again, BodyHandlers.ofString()).statusCode()).isEqualTo(304);
    }

    @Test
    void slideThatIsGone_isAProblem_itsMapIsNot() throws Exception {
        HttpResponse<String> image = get(slide(slides.gone.mapId()) + "/image.dzi");
        assertThat(image.statusCode()).isEqualTo(410);
        assertThat(JSON.readTree(image.body()).path("detail").asText()).contains("S2.svs");
        assertThat(get(slide(slides.gone.mapId()) + "/cells").statusCode()).isEqualTo(200);
    }

    @Test
    void files_areListedAndSent_wholeOrInPart() throws Exception {
        JsonNode files = json(slide(slides.mapped.mapId()) + "/files").path("files");
        List<String> names = new ArrayList<>();
        files.forEach(file -> names.add(file.path("name").asText()));
        assertThat(names).contains("summary.json", "tiles.csv", "tiles.geojson");

        Path csv = slides.results.resolve("S1/tiles.csv");
        String href = slide(slides.mapped.mapId()) + "/files/tiles.csv";
        assertThat(get(href).body()).isEqualTo(Files.readString(csv));
        HttpRequest part = to(href).header("Range", "bytes=4-9").build();
        HttpResponse<String> range = HTTP.send(part, BodyHandlers.ofString());
        assertThat(range.statusCode()).isEqualTo(206);
        assertThat(range.body()).isEqualTo(Files.readString(csv).substring(4, 10));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "..%2f..%2fbucket%2fS1.svs",
                "%2e%2e/S2/tiles.csv",
                "..%5cS2%5ctiles.csv",
                "tiles.csv%00.png",
                "secret",
                "link"
            })
    void nothingButTheMapsOwnFiles_isSent(String name) throws Exception {
        Files.writeString(folder.resolve("secret"), "x");
        Path link = slides.results.resolve("S1/link");
        if (!Files.exists(link)) {
            Files.createSymbolicLink(link, folder.resolve("secret"));
        }
        assertThat(get(slide(slides.mapped.mapId()) + "/files/" + name).statusCode())
                .isIn(400, 404);
    }

    @Test
    void commands_reachTheTiler_whereTheyMakeSense() throws Exception {
        assertThat(post(slide(slides.mapped.mapId()) + "/retry", "{}").statusCode())
                .isEqualTo(202);
        assertThat(post(slide(slides.rejected.mapId()) + "/resubmit", "{\"mpp\":0.25}")
                        .statusCode())
                .isEqualTo(202);
        assertThat(post(slide(slides.open.mapId()) + "/cancel", "{}").statusCode())
                .isEqualTo(202);
        assertThat(slides.asked).containsExactly("retry S1", "resubmit S3 at 0.25", "cancel S4");

        assertThat(post(slide(slides.open.mapId()) + "/retry", "{}").statusCode())
                .isEqualTo(409);
        assertThat(post(slide(slides.mapped.mapId()) + "/cancel", "{}").statusCode())
                .isEqualTo(409);
        for (String body : List.of("{}", "{\"mpp\":0}", "{\"mpp\":\"0.5\"}", "[", "[]")) {
            assertThat(post(slide(slides.rejected.mapId()) + "/resubmit", body).statusCode())
                    .as(body)
                    .isEqualTo(400);
        }
        assertThat(slides.asked).hasSize(3);
    }

    @Test
    void otherSites_mayNotChangeAnything() throws Exception {
        HttpRequest.Builder forged = to(slide(slides.mapped.mapId()) + "/retry")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .header("Origin", "https://example.org");
        assertThat(status(forged.copy().header("Content-Type", "application/json")))
                .isEqualTo(403);
        HttpRequest.Builder form = to(slide(slides.mapped.mapId()) + "/retry")
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .header("Content-Type", "text/plain");
        assertThat(status(form)).isEqualTo(415);
    }

    @Test
    void pages_loadNothingFromElsewhere() throws Exception {
        HttpResponse<String> page = get("/");
        assertThat(page.headers().firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'");
        assertThat(page.body()).doesNotContain("http:", "https:");
        assertThat(get("/static/openseadragon.min.js").statusCode()).isEqualTo(200);
        assertThat(get("/static/..%2fopenapi.json").statusCode()).isEqualTo(400);
        assertThat(get("/static/nothing.js").statusCode()).isEqualTo(404);
    }

    @Test
    void token_isAskedForWhereItIsSet() throws Exception {
        URI uri = slides.start("open sesame");
        HttpRequest.Builder list = HttpRequest.newBuilder(uri.resolve("/api/v1/slides"));
        assertThat(status(list)).isEqualTo(401);
        assertThat(status(list.copy().header("Authorization", "Bearer open sesam")))
                .isEqualTo(401);
        assertThat(status(list.copy().header("Authorization", "Bearer open sesame")))
                .isEqualTo(200);
        String cookie = signIn(uri, "");
        assertThat(cookie).contains("HttpOnly", "SameSite=Strict", "Max-Age=").doesNotContain("sesame", "Secure");
        assertThat(status(list.copy().header("Cookie", cookie.substring(0, cookie.indexOf(';')))))
                .isEqualTo(200);
    }

    @Test
    void sessionEnds_withSigningOut_forWhoeverHasItsCookie() throws Exception {
        URI uri = slides.start("open sesame");
        String mine = signIn(uri, "").replaceFirst(";.*", "");
        String other = signIn(uri, "").replaceFirst(";.*", "");
        assertThat(mine).isNotEqualTo(other);
        HttpRequest.Builder list = HttpRequest.newBuilder(uri.resolve("/api/v1/slides"));
        HttpRequest.Builder out =
                HttpRequest.newBuilder(uri.resolve("/api/v1/session")).DELETE().header("Cookie", mine);
        assertThat(status(out)).isEqualTo(204);
        assertThat(status(list.copy().header("Cookie", mine))).isEqualTo(401);
        assertThat(status(list.copy().header("Cookie", other))).isEqualTo(200);
        assertThat(status(list.copy().header("Cookie", "slidestream="))).isEqualTo(401);
    }

    @Test
    void cookieOfABrowserThatSpeaksTls_isSecure() throws Exception {
        URI uri = slides.start("open sesame");
        assertThat(signIn(uri, "|X-Forwarded-Proto: https")).contains("; Secure");
        assertThat(signIn(uri, "|Origin: https://" + uri.getAuthority())).contains("; Secure");
    }

    @Test
    void wrongTokens_areSlowed_evenBeforeTheRightOne_andSessionsGoOn() throws Exception {
        URI uri = slides.start("open sesame");
        String cookie = signIn(uri, "").replaceFirst(";.*", "");
        HttpRequest.Builder list = HttpRequest.newBuilder(uri.resolve("/api/v1/slides"));
        List<Integer> answers = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            answers.add(status(list.copy().header("Authorization", "Bearer guess " + i)));
        }
        assertThat(answers).startsWith(401, 401, 401, 401, 401).contains(429).doesNotContain(200);
        HttpResponse<String> right = HTTP.send(
                list.copy().header("Authorization", "Bearer open sesame").build(), BodyHandlers.ofString());
        assertThat(right.statusCode()).isEqualTo(429);
        assertThat(right.headers().firstValueAsLong("Retry-After")).isPresent();
        assertThat(status(list.copy().header("Cookie", cookie))).isEqualTo(200);
        assertThat(raw(
                        uri,
                        "GET /api/v1/slides|X-Forwarded-For: 1.2.3.4|Authorization: Bearer open sesame",
                        new byte[0]))
                .startsWith("HTTP/1.1 200 ");
    }

    /** One byte is enough to hold a thread; the server gives it three seconds here. */
    @Test
    void idleConnections_silenceTheViewerForAWhileOnly() throws Exception {
        List<Socket> idle = new ArrayList<>();
        try {
            for (int i = 0; i < 200; i++) {
                Socket socket = new Socket(viewer.getHost(), viewer.getPort());
                idle.add(socket);
                socket.getOutputStream().write('G');
            }
            Await.until("an answer", () -> raw(viewer, "GET /", new byte[0]).startsWith("HTTP/1.1 200 "));
        } finally {
            for (Socket socket : idle) {
                socket.close();
            }
        }
    }

    private static String signIn(URI uri, String headers) throws IOException {
        String answer = raw(
                uri, "POST /api/v1/session" + headers, "{\"token\":\"open sesame\"}".getBytes(StandardCharsets.UTF_8));
        return answer.lines()
                .filter(line -> line.toLowerCase(Locale.ROOT).startsWith("set-cookie: "))
                .map(line -> line.substring("set-cookie: ".length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError(answer));
    }

    /** Whoever has no token learns just that, whatever they send. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /api/v1/slides|Cookie: slidestream=%zz",
                "GET /api/v1/slides|Cookie: slidestream=%",
                "GET /api/v1/slides|Cookie: ;;=; slidestream; slidestream=",
                "GET /api/v1/slides|Authorization: Bearer %zz",
                "GET /api/v1/slides|Authorization: Bearer",
                "GET /api/v1/slides?q=%25zz|Cookie: slidestream=%zz",
                "GET http://elsewhere/api/v1/slides|Cookie: slidestream=%zz",
                "POST /api/v1/slides|Cookie: slidestream=%zz",
            })
    void withoutTheToken_nothingButThatIsAnswered(String request) throws Exception {
        URI uri = slides.start("open sesame");
        assertThat(raw(uri, request, new byte[0])).startsWith("HTTP/1.1 401 ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET *", "OPTIONS *", "GET //", "GET /%2e%2e/"})
    void targetThatIsNoPath_isABadRequest(String request) throws Exception {
        assertThat(raw(slides.start("open sesame"), request, new byte[0])).matches("(?s)HTTP/1.1 (400|401|404) .*");
    }

    @Test
    void cookieThatIsNone_doesNotHideTheSession() throws Exception {
        URI uri = slides.start("open sesame");
        String session = signIn(uri, "").replaceFirst(";.*", "");
        assertThat(raw(uri, "GET /api/v1/slides|Cookie: slidestream=%zz; " + session, new byte[0]))
                .startsWith("HTTP/1.1 200 ");
    }

    /** The first bytes of a body tell its encoding: these are those of one that nobody uses. */
    @Test
    void bodyInNoEncoding_isABadRequest() throws Exception {
        byte[] body = {0, 0, (byte) 0xff, (byte) 0xfe, 0, 0, 0, 0};
        assertThat(raw(slides.start("open sesame"), "POST /api/v1/session", body))
                .startsWith("HTTP/1.1 400 ");
    }

    @Test
    void addressThatOthersReach_needsAToken() {
        ViewerSettings open = new ViewerSettings(
                new InetSocketAddress("0.0.0.0", 0),
                null,
                null,
                ReaderChoice.AUTO,
                folder,
                new CatalogSettings(null),
                RetentionSettings.NONE,
                CaseNames.by(null));
        assertThatThrownBy(() -> Viewer.ofFolder(open, new LocalSlideFetcher(), new SimpleMeterRegistry()))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("viewer.token");
    }

    /** The answer to what no client would send; a header may follow the target, behind a bar. */
    private static String raw(URI uri, String request, byte[] body) throws IOException {
        List<String> lines = List.of(request.split("\\|"));
        try (Socket socket = new Socket(uri.getHost(), uri.getPort())) {
            String head = lines.get(0) + " HTTP/1.1\r\nHost: " + uri.getAuthority() + "\r\nConnection: close\r\n"
                    + "Content-Type: application/json\r\nContent-Length: " + body.length + "\r\n"
                    + lines.stream().skip(1).map(line -> line + "\r\n").collect(Collectors.joining()) + "\r\n";
            socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().write(body);
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Test
    void corrections_areKept_andTakenBack() throws Exception {
        String path = slide(slides.mapped.mapId()) + "/corrections";
        String square = "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[100,0],[100,100],[0,0]]]}";
        HttpResponse<String> made =
                post(path, "{\"geometry\":" + square + ",\"label\":\"TUM\",\"comment\":\"a nest\",\"who\":\"Dr. A\"}");
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String id = JSON.readTree(made.body()).path("id").asText();
        JsonNode kept = json(path).path("corrections");
        assertThat(kept).hasSize(1);
        assertThat(kept.get(0).path("slide").asText()).isEqualTo("S1");
        assertThat(kept.get(0).path("geometry")).hasToString(square);
        assertThat(json("/api/v1/corrections").path("corrections")).hasSize(1);
        assertThat(json(slide(slides.gone.mapId()) + "/corrections").path("corrections"))
                .isEmpty();

        assertThat(status(to(slide(slides.gone.mapId()) + "/corrections/" + id).DELETE()))
                .isEqualTo(404);
        assertThat(status(to(path + "/" + id).DELETE())).isEqualTo(204);
        assertThat(status(to(path + "/" + id).DELETE())).isEqualTo(404);
        assertThat(json(path).path("corrections")).isEmpty();
    }

    /** Its study and images cannot be named, and others' would be wrong. */
    @Test
    void correctionsOfADicomSlideThatIsGone_areNoDicom_andTheReasonIsSaid() throws Exception {
        String path = slide(slides.gone.mapId()) + "/corrections";
        String body = "{\"geometry\":{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[100,0],[100,100],[0,0]]]},"
                + "\"label\":\"TUM\",\"who\":\"Dr. A\"}";
        String id = JSON.readTree(post(path, body).body()).path("id").asText();
        HttpResponse<String> answer = get(path + ".dcm");
        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(JSON.readTree(answer.body()).path("detail").asText())
                .contains("the annotations refer to the slide's own study", "S2");
        assertThat(status(to(path + "/" + id).DELETE())).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{}",
                "{'geometry':{'type':'Point'},'label':'TUM','who':'A'}",
                "{'geometry':SQUARE,'label':'CANCER','who':'A'}",
                "{'geometry':SQUARE,'label':'TUM','who':' '}",
                "{'geometry':SQUARE,'label':'TUM'}",
            })
    void correctionThatMakesNoSense_isRefusedWithTheReason(String body) throws Exception {
        HttpResponse<String> answer = post(
                slide(slides.mapped.mapId()) + "/corrections",
                body.replace('\'', '"')
                        .replace("SQUARE", "{\"type\":\"Polygon\",\"coordinates\":[[[0,0],[9,0],[9,9],[0,0]]]}"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).path("detail").asText()).contains("must");
    }

    @Test
    void pageOfAnotherSite_correctsNothing() throws Exception {
        HttpRequest.Builder foreign = to(slide(slides.mapped.mapId()) + "/corrections/x")
                .header("Origin", "http://elsewhere.example")
                .DELETE();
        assertThat(status(foreign)).isEqualTo(403);
    }

    @Test
    void marksAndTags_areSetAndCleared() throws Exception {
        String marks = slide(slides.gone.mapId()) + "/marks";
        assertThat(post(marks, "{\"kind\":\"looked-at\",\"who\":\"Dr. A\"}").statusCode())
                .isEqualTo(201);
        assertThat(post(marks, "{\"kind\":\"liked\",\"who\":\"Dr. A\"}").statusCode())
                .isEqualTo(400);
        assertThat(json(marks).path("marks")).hasSize(1);
        assertThat(json("/api/v1/marks?who=Dr.%20A")
                        .path("marks")
                        .get(0)
                        .path("map")
                        .asText())
                .isEqualTo(slides.gone.mapId().hex());
        assertThat(get("/api/v1/marks").statusCode()).isEqualTo(400);
        assertThat(status(to(marks + "/looked-at?who=Dr.%20A").DELETE())).isEqualTo(204);
        assertThat(json(marks).path("marks")).isEmpty();

        String tags = slide(slides.gone.mapId()) + "/tags";
        assertThat(post(tags, "{\"tag\":\"study 7\",\"who\":\"Dr. A\"}").statusCode())
                .isEqualTo(201);
        assertThat(json("/api/v1/tags").path("tags").get(0).asText()).isEqualTo("study 7");
        assertThat(status(to(tags + "/study%207").DELETE())).isEqualTo(204);
        assertThat(json(tags).path("tags")).isEmpty();
    }

    private static String slide(MapId id) {
        return "/api/v1/slides/" + id.hex();
    }

    private static List<String> names(JsonNode list) {
        List<String> names = new ArrayList<>();
        list.path("slides").forEach(slide -> names.add(slide.path("name").asText()));
        return names;
    }

    private static JsonNode json(String path) throws IOException, InterruptedException {
        HttpResponse<String> answer = get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JSON.readTree(answer.body());
    }

    private static HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(viewer.toString().replaceFirst("/$", "") + path));
    }

    private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return HTTP.send(to(path).build(), BodyHandlers.ofString(StandardCharsets.UTF_8));
    }

    private static HttpResponse<byte[]> bytes(String path) throws IOException, InterruptedException {
        return HTTP.send(to(path).build(), BodyHandlers.ofByteArray());
    }

    @Test
    void finishedMap_isRenderedAgain_andAnythingElseIsRefused() throws Exception {
        String render = slide(slides.mapped.mapId()) + "/render";
        HttpResponse<String> answer =
                post(render, "{\"tumorThreshold\":0.3,\"formats\":[\"default\",\"class-regions\"]}");
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(answer.body()).contains("class-regions", "tumour threshold 0.5 to 0.3");
        assertThat(json(slide(slides.mapped.mapId()) + "/files").toString()).contains("class-regions.geojson");
        assertThat(get(slide(slides.mapped.mapId()) + "/files/summary.json").body())
                .contains("\"threshold\" : 0.3");

        for (String body : List.of(
                "{\"tumorThreshold\":2}", "{\"tumorClass\":\"FOO\"}", "{\"formats\":[\"hdf\"]}", "{\"treshold\":1}")) {
            assertThat(post(render, body).statusCode()).as(body).isEqualTo(400);
        }
        assertThat(post(slide(slides.open.mapId()) + "/render", "{}").statusCode())
                .isEqualTo(409);
        assertThat(post(slide(slides.rejected.mapId()) + "/render", "{}").statusCode())
                .isEqualTo(409);
    }

    private static HttpResponse<String> post(String path, String body) throws IOException, InterruptedException {
        HttpRequest request = to(path).header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HTTP.send(request, BodyHandlers.ofString());
    }

    private static int status(HttpRequest.Builder request) throws IOException, InterruptedException {
        return HTTP.send(request.build(), BodyHandlers.discarding()).statusCode();
    }

    private static String size(byte[] jpeg) throws IOException {
        var image = ImageIO.read(new ByteArrayInputStream(jpeg));
        return image.getWidth() + "x" + image.getHeight();
    }
}
