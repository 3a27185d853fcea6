package io.slidestream.broker.cluster;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Reader;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.server.SharedServer;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A node in a JVM of its own. It is told on its input to hold what it reads of the cluster's metadata, or to let it go, or how
 * slow its disk is, and ends when its input ends.
 */
public final class NodeMain {
    static final String HOLD = "hold";
    static final String RELEASE = "release";
    /** Followed by the milliseconds that each write lasts. */
    static final String DISK = "disk ";

    private NodeMain() {}

    /** @param arguments a file with properties */
    public static void main(String[] arguments) throws Exception {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(Path.of(arguments[0]), StandardCharsets.UTF_8)) {
            properties.load(reader);
        }
        formatIfNew(properties);
        properties.keySet().removeIf(key -> key.toString().startsWith("slidestream."));
        KafkaRaftServer server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
        Thread ending = new Thread(
                () -> {
                    server.shutdown();
                    server.awaitShutdown();
                },
                "node-shutdown");
        Runtime.getRuntime().addShutdownHook(ending);
        server.startup();
        obey(server);
    }

    private static void formatIfNew(Properties properties) throws Exception {
        Path data = Path.of(properties.getProperty("log.dirs"));
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(data);
        List<String> scram = properties.stringPropertyNames().stream()
                .filter(key -> key.startsWith(NodeProperties.SCRAM))
                .map(properties::getProperty)
                .toList();
        new Formatter()
                .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                .setClusterId(properties.getProperty(NodeProperties.CLUSTER_ID))
                .setNodeId(Integer.parseInt(properties.getProperty("node.id")))
                .setControllerListenerName("CONTROLLER")
                .setMetadataLogDirectory(data.toString())
                .addDirectory(data.toString())
                .setScramArguments(scram)
                .run();
    }

    /** Halts in the end: nobody is left who could wait for an orderly shutdown. */
    private static void obey(KafkaRaftServer server) throws Exception {
        HeldMetadata held = new HeldMetadata();
        SlowDisk disk = new SlowDisk();
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                if (order.equals(HOLD)) {
                    held.hold(() -> shared(server).loader());
                } else if (order.equals(RELEASE)) {
                    held.release();
                } else if (order.startsWith(DISK)) {
                    disk.each(Long.parseLong(order.substring(DISK.length())), server);
                }
            }
        } catch (IOException e) {
            Runtime.getRuntime().halt(1);
        }
        Runtime.getRuntime().halt(1);
    }

    /** Kafka has no other way to its loader of metadata. */
    private static SharedServer shared(KafkaRaftServer server) throws ReflectiveOperationException {
        Method accessor = KafkaRaftServer.class.getDeclaredMethod("sharedServer");
        accessor.setAccessible(true);
        return (SharedServer) accessor.invoke(server);
    }
}
