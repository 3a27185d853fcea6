package io.slidestream.standalone.commands;

import io.slidestream.catalog.CatalogSettings;
import io.slidestream.catalog.database.DatabaseUrl;
import io.slidestream.servicekit.run.NameKey;
import io.slidestream.standalone.pipeline.BrokerAddress;
import io.slidestream.standalone.terminal.UsageException;
import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.CommonClientConfigs;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Options that tell whose slides a command is about: those of a running watch or run, or of services on a Kafka. */
final class KafkaOptions {
    /** A service's file names Kafka's properties so; a Kafka client's does not. */
    private static final String PREFIX = "kafka.";

    @Option(
            names = "--out",
            paramLabel = "DIR",
            description = "The --out of a 'slidestream watch' or 'run' that runs on this machine.")
    private @Nullable Path out;

    @Option(names = "--data", paramLabel = "DIR", description = "Its --data, where that was given.")
    private @Nullable Path data;

    @Option(
            names = "--kafka",
            paramLabel = "HOST:PORT",
            description = "The Kafka of the services, host:port separated by commas.")
    private @Nullable String servers;

    @Option(
            names = "--client",
            paramLabel = "FILE",
            description =
                    "Properties for Kafka's clients, as security.protocol and sasl.jaas.config; the properties file"
                            + " of a service will do.")
    private @Nullable Path client;

    /** Properties for any Kafka client. */
    Map<String, Object> kafka() {
        Map<String, Object> properties = new HashMap<>();
        if (client != null) {
            properties.putAll(read(client));
        }
        if (servers != null) {
            properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, servers);
        } else if (out != null || data != null) {
            properties.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, embedded());
        }
        if (!properties.containsKey(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG)) {
            throw new UsageException(
                    "whose slides? Give --out DIR, as 'slidestream watch' had it, or --kafka HOST:PORT");
        }
        return properties;
    }

    /** The --out of the run that is meant. */
    Optional<Path> out() {
        return Optional.ofNullable(out);
    }

    /**
     * The same; empty for a results folder that never had topics.
     *
     * @throws UsageException if it has topics, and nobody serves them
     */
    Optional<Map<String, Object>> kafkaIfAny() {
        boolean named = servers != null || client != null || data != null;
        return named || (out != null && Files.isDirectory(folder())) ? Optional.of(kafka()) : Optional.empty();
    }

    /** The key of the ids in redacted logs: that of the data folder, or what the services are given. */
    Optional<NameKey> nameKey() {
        Optional<NameKey> ofFolder = servers == null ? NameKey.existingIn(folder()) : Optional.empty();
        return ofFolder.or(() -> Optional.ofNullable(System.getenv("SLIDESTREAM_LOG_REDACT_KEY"))
                .filter(secret -> !secret.isBlank())
                .map(NameKey::of));
    }

    private Path folder() {
        return data != null ? data : out == null ? Path.of("") : out.resolve(".slidestream");
    }

    private String embedded() {
        return BrokerAddress.find(folder())
                .orElseThrow(() -> new UsageException("no watch or run is running with "
                        + (data != null ? "--data " + data : "--out " + out)
                        + "; start it, or give --kafka HOST:PORT for the services on a Kafka of their own"));
    }

    /** The catalog that the file of a service names. */
    Optional<DatabaseUrl> catalog() {
        Properties properties = client == null ? new Properties() : load(client);
        String url = properties.getProperty(CatalogSettings.URL);
        if (url == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(DatabaseUrl.of(
                    url,
                    properties.getProperty(CatalogSettings.USER),
                    properties.getProperty(CatalogSettings.PASSWORD, System.getenv("SLIDESTREAM_CATALOG_PASSWORD"))));
        } catch (IllegalArgumentException e) {
            throw new UsageException(client + ": " + CatalogSettings.URL + " " + e.getMessage());
        }
    }

    private static Properties load(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new UsageException("cannot read " + file + ": " + e);
        }
        return properties;
    }

    private static Map<String, Object> read(Path file) {
        Properties properties = load(file);
        boolean ofService = properties.stringPropertyNames().stream().anyMatch(name -> name.startsWith(PREFIX));
        Map<String, Object> kafka = new HashMap<>();
        for (String name : properties.stringPropertyNames()) {
            if (!ofService) {
                kafka.put(name, properties.getProperty(name));
            } else if (name.startsWith(PREFIX)) {
                kafka.put(name.substring(PREFIX.length()), properties.getProperty(name));
            }
        }
        return kafka;
    }
}
