package io.slidestream.testkit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * A real broker, registered with RegisterExtension: in a static field one for all tests of the class, else one for each.
 * Its folder is deleted with it. Who uses it says what a broker is, so that tests without one need not wait for it to be
 * built and tried.
 *
 * @param <B> kind of broker
 */
public final class TestBroker<B extends AutoCloseable>
        implements BeforeAllCallback, BeforeEachCallback, AfterEachCallback, AfterAllCallback {
    private final Function<Path, B> start;
    private final Function<B, String> servers;
    private @Nullable B broker;
    private @Nullable Path folder;
    private boolean forTheClass;

    /**
     * @param start starts one whose data lie in a folder
     * @param servers where it listens, as host:port
     */
    public TestBroker(Function<Path, B> start, Function<B, String> servers) {
        this.start = start;
        this.servers = servers;
    }

    public String bootstrapServers() {
        if (broker == null) {
            throw new IllegalStateException(
                    "the broker is not started; is its field annotated with @RegisterExtension?");
        }
        return servers.apply(broker);
    }

    /** Settings of Kafka's clients. */
    public Map<String, Object> kafka() {
        return Map.of("bootstrap.servers", bootstrapServers());
    }

    @Override
    public void beforeAll(ExtensionContext context) throws IOException {
        forTheClass = true;
        start();
    }

    @Override
    public void beforeEach(ExtensionContext context) throws IOException {
        if (!forTheClass) {
            start();
        }
    }

    @Override
    public void afterEach(ExtensionContext context) throws Exception {
        if (!forTheClass) {
            stop();
        }
    }

    @Override
    public void afterAll(ExtensionContext context) throws Exception {
        stop();
    }

    private void start() throws IOException {
        folder = Files.createTempDirectory("broker");
        broker = start.apply(folder);
    }

    private void stop() throws Exception {
        if (broker != null) {
            broker.close();
        }
        if (folder != null) {
            delete(folder);
        }
    }

    private static void delete(Path folder) throws IOException {
        List<Path> deepestFirst;
        try (Stream<Path> files = Files.walk(folder)) {
            deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : deepestFirst) {
            Files.deleteIfExists(file);
        }
    }
}
