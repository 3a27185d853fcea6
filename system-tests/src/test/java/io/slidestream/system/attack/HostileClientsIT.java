package io.slidestream.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Clients without a token, and clients that are silent. */
@Attack
class HostileClientsIT {
    private static final HttpClient HTTP = HttpClient.newHttpClient();

    /** Two had taken both threads, and an orchestrator had killed a sound service. */
    @Test
    void idleConnections_keepNobodyFromHealthAndMetrics(Target target) throws Exception {
        URI ops = target.ops().base();
        try (Crowd crowd = new Crowd()) {
            for (int i = 0; i < 40; i++) {
                crowd.join(ops, "G");
            }
            assertThat(target.ops().answer("/health/live").statusCode()).isEqualTo(200);
            assertThat(target.ops().answer("/metrics").statusCode()).isEqualTo(200);
        }
    }

    /** As many as the viewer had threads; they have ten seconds to say what they want. */
    @Test
    void idleConnections_keepNobodyFromTheViewer(Target target) throws Exception {
        try (Crowd crowd = new Crowd()) {
            for (int i = 0; i < 200; i++) {
                crowd.join(target.viewer(), "GET / HTTP/1.1\r\nHost: ");
            }
            for (int i = 0; i < 20; i++) {
                crowd.join(
                        target.viewer(),
                        "POST /api/v1/session HTTP/1.1\r\nHost: localhost\r\nContent-Type:"
                                + " application/json\r\nContent-Length: 1000\r\n\r\n{");
            }
            target.watch()
                    .until(
                            "an answer of the viewer",
                            () -> get(target, "/api/v1/slides").statusCode() == 200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rebind.evil.example", "127.0.0.1.evil.example:80", "localhost.evil.example", ""})
    void foreignHost_isAnsweredByNothing(String host, Target target) throws Exception {
        for (String path : List.of("/health/live", "/health/ready", "/metrics")) {
            assertThat(raw(target.ops().base(), "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n"))
                    .startsWith("HTTP/1.1 403 ")
                    .doesNotContain("slidestream_", "\"state\"");
        }
    }

    /** 1,240 a second were heard, and none was written down. */
    @Test
    void guessesOfTheToken_areSlowed_andLogged(Target target) throws Exception {
        String address = "203.0.113.7";
        List<Integer> statuses = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            statuses.add(signIn(target, address, "guess number " + i).statusCode());
        }
        assertThat(statuses.subList(0, 5)).containsOnly(401);
        assertThat(statuses.subList(5, 12)).contains(429);
        assertThat(signIn(target, "203.0.113.8", Target.TOKEN).statusCode())
                .as("others are not kept waiting")
                .isEqualTo(204);
        assertThat(target.log()).contains("a wrong token from " + address).doesNotContain("guess number");
    }

    @Test
    void cookie_isNotTheToken_andEndsWithItsSession(Target target) throws Exception {
        HttpResponse<String> signedIn = signIn(target, "203.0.113.9", Target.TOKEN);
        String set = signedIn.headers().firstValue("Set-Cookie").orElseThrow();
        assertThat(set).doesNotContain(Target.TOKEN).contains("HttpOnly", "SameSite=Strict", "Max-Age=", "Secure");
        String cookie = set.substring(0, set.indexOf(';'));
        assertThat(withCookie(target, "/api/v1/slides", cookie)).startsWith("HTTP/1.1 200 ");
        HttpRequest signOut = HttpRequest.newBuilder(target.viewer().resolve("/api/v1/session"))
                .header("Cookie", cookie)
                .DELETE()
                .build();
        HTTP.send(signOut, BodyHandlers.discarding());
        assertThat(withCookie(target, "/api/v1/slides", cookie)).startsWith("HTTP/1.1 401 ");
        assertThat(withCookie(target, "/api/v1/slides", "slidestream=" + Target.TOKEN))
                .startsWith("HTTP/1.1 401 ");
    }

    /** Each was an answer 500 with a stack trace in the log, before the token was looked at. */
    @ParameterizedTest
    @ValueSource(
            strings = {"slidestream=%zz", "slidestream=", "slidestream=%", ";;=;slidestream", "slidestream=\u00ff"})
    void cookieThatIsNone_isNoFaultOfOurs(String cookie, Target target) throws Exception {
        assertThat(withCookie(target, "/api/v1/slides", cookie)).startsWith("HTTP/1.1 401 ");
        assertThat(target.log()).doesNotContain("IllegalArgumentException", "URLDecoder");
    }

    /** Each kept its connection, and the viewer had none left after some ten thousand. */
    @Test
    void chunkOfGigabytes_endsItsConnection(Target target) throws Exception {
        String host = target.viewer().getAuthority();
        assertThat(raw(
                        target.viewer(),
                        "POST /api/v1/session HTTP/1.1\r\nHost: " + host
                                + "\r\nTransfer-Encoding: chunked\r\n\r\nfffffffff\r\nx"))
                .startsWith("HTTP/1.1 415 ");
        assertThat(target.log()).doesNotContain("ended in the middle");
    }

    private static HttpResponse<String> get(Target target, String path) throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(target.viewer().resolve(path))
                        .header("Authorization", "Bearer " + Target.TOKEN)
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpResponse<String> signIn(Target target, String address, String token)
            throws IOException, InterruptedException {
        return HTTP.send(
                HttpRequest.newBuilder(target.viewer().resolve("/api/v1/session"))
                        .header("Content-Type", "application/json")
                        .header("X-Forwarded-For", address)
                        .header("X-Forwarded-Proto", "https")
                        .POST(BodyPublishers.ofString("{\"token\":\"" + token + "\"}"))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String withCookie(Target target, String path, String cookie) throws IOException {
        String host = target.viewer().getAuthority();
        return raw(
                target.viewer(),
                "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\nCookie: " + cookie
                        + "\r\nConnection: close\r\n\r\n");
    }

    /** What no client of Java's would send. */
    private static String raw(URI to, String request) throws IOException {
        try (Socket socket = new Socket(to.getHost(), to.getPort())) {
            socket.setSoTimeout(60_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            ByteArrayOutputStream answer = new ByteArrayOutputStream();
            socket.getInputStream().transferTo(answer);
            return answer.toString(StandardCharsets.UTF_8);
        }
    }

    /** Connections that say something and no more. */
    private static final class Crowd implements AutoCloseable {
        private final List<Socket> sockets = new ArrayList<>();

        void join(URI to, String said) throws IOException {
            Socket socket = new Socket(to.getHost(), to.getPort());
            sockets.add(socket);
            socket.getOutputStream().write(said.getBytes(StandardCharsets.ISO_8859_1));
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : sockets) {
                socket.close();
            }
        }
    }
}
