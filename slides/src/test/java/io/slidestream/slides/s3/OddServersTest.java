package io.slidestream.slides.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.slidestream.slides.parts.StoredFile;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Servers and gateways that answer otherwise than Amazon's. */
class OddServersTest {
    private static final byte[] BYTES = "slide".getBytes(UTF_8);
    private static final S3Location OBJECT = new S3Location("scans", "S1.svs");

    @SuppressWarnings("NullAway.Init") // before each
    private HttpServer server;

    @SuppressWarnings("NullAway.Init") // before each
    private S3Objects objects;

    private volatile String eTag = "\"abc\"";
    private volatile boolean archived;

    @BeforeEach
    void start() throws IOException {
        System.setProperty("aws.accessKeyId", "local-identity");
        System.setProperty("aws.secretAccessKey", "local-credential");
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        URI uri = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        objects = S3Objects.of(new S3Access(uri, "us-east-1", true), new S3Metrics(new SimpleMeterRegistry()));
    }

    @AfterEach
    void stop() {
        objects.close();
        server.stop(0);
    }

    @Test
    void weakTags_areNotAskedForAgain_andComparedAllTheSame() throws IOException {
        eTag = "W/\"abc\"";
        StoredFile weak = objects.find(OBJECT);

        assertThat(read(weak)).isEqualTo("slide");
        assertThat(read(new StoredFile("S1.svs", BYTES.length, "abc-5")))
                .as("listed with a strong tag")
                .isEqualTo("slide");
        assertThatThrownBy(() -> read(new StoredFile("S1.svs", BYTES.length, "abd-5")))
                .isInstanceOf(BucketException.class)
                .hasMessageContaining("was replaced");
    }

    @Test
    void strongTag_isAskedForAsEver() throws IOException {
        StoredFile file = objects.find(OBJECT);
        assertThat(read(file)).isEqualTo("slide");
        eTag = "\"other\"";
        assertThatThrownBy(() -> read(file)).hasMessageContaining("was replaced");
    }

    @Test
    void archivedObject_isToBeRestored() throws IOException {
        StoredFile file = objects.find(OBJECT);
        archived = true;

        assertThatThrownBy(() -> read(file)).hasMessageContaining("is archived").hasMessageContaining("restore it");
    }

    private String read(StoredFile file) throws IOException {
        try (InputStream in = objects.read(OBJECT, file, 0, BYTES.length)) {
            return new String(in.readNBytes(BYTES.length), UTF_8);
        }
    }

    /** If-Match compares strongly, so a weak tag never matches. */
    private void answer(HttpExchange exchange) throws IOException {
        String match = exchange.getRequestHeaders().getFirst("If-Match");
        exchange.getResponseHeaders().set("ETag", eTag);
        if (archived && exchange.getRequestMethod().equals("GET")) {
            byte[] why = "<Error><Code>InvalidObjectState</Code><Message>archived</Message></Error>".getBytes(UTF_8);
            exchange.sendResponseHeaders(403, why.length);
            exchange.getResponseBody().write(why);
        } else if (match != null && !match.equals(eTag)) {
            exchange.sendResponseHeaders(412, -1);
        } else if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(BYTES.length));
            exchange.sendResponseHeaders(200, -1);
        } else {
            exchange.getResponseHeaders().set("Content-Range", "bytes 0-4/5");
            exchange.sendResponseHeaders(206, BYTES.length);
            exchange.getResponseBody().write(BYTES);
        }
        exchange.close();
    }
}
