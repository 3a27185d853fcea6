package io.slidestream.standalone.pipeline;

import io.slidestream.contracts.files.FileFault;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** Address of a data folder's embedded broker, for commands of other processes. */
public final class BrokerAddress {
    private static final int PATIENCE_MILLIS = 2_000;

    private BrokerAddress() {}

    static void write(Path data, String bootstrapServers) {
        try {
            Files.writeString(file(data), bootstrapServers);
        } catch (IOException e) {
            throw new PipelineFailure("cannot write " + file(data) + ": " + FileFault.words(e));
        }
    }

    static void erase(Path data) {
        try {
            Files.deleteIfExists(file(data));
        } catch (IOException e) {
            // It is stale, and find() sees that nobody answers there.
        }
    }

    /** Empty when nobody answers there: nothing runs, or it was killed. */
    public static Optional<String> find(Path data) {
        try {
            String address = Files.readString(file(data)).strip();
            int colon = address.lastIndexOf(':');
            try (Socket socket = new Socket()) {
                socket.connect(
                        new InetSocketAddress(
                                address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))),
                        PATIENCE_MILLIS);
            }
            return Optional.of(address);
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    private static Path file(Path data) {
        return data.resolve("broker.address");
    }
}
