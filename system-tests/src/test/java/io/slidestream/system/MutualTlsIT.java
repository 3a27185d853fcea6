package io.slidestream.system;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slidestream.servicekit.config.CommonSettings;
import io.slidestream.servicekit.config.Settings;
import io.slidestream.servicekit.health.StartupException;
import io.slidestream.servicekit.kafka.ServiceRights.Service;
import io.slidestream.servicekit.kafka.TopicCreation;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A broker that asks for certificates, and takes the common name of each for the user whom its rules are about. */
class MutualTlsIT {
    @TempDir
    static Path folder;

    private static PreparedCluster cluster;

    @BeforeAll
    static void start() throws Exception {
        cluster = PreparedCluster.startWithCertificates(folder);
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    @ParameterizedTest
    @EnumSource
    void certificateOfAService_hasItsRights(Service service) {
        assertThatCode(() -> TopicCreation.ensure(settings(cluster.client(service)), service))
                .doesNotThrowAnyException();
    }

    @Test
    void certificateOfAnotherService_lacksRights_whichAreNamed() {
        assertThatThrownBy(() -> TopicCreation.ensure(settings(cluster.client(Service.WORKER)), Service.TILER))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("Kafka denies this service WRITE on topic slides, READ on topic commands");
    }

    @Test
    void noCertificate_isRefused_andTheSettingsAreNamed() {
        Map<String, Object> client = new HashMap<>(cluster.client(Service.TILER));
        client.keySet().removeIf(key -> key.startsWith("ssl.keystore."));

        assertThatThrownBy(() -> TopicCreation.ensure(settings(client), Service.TILER))
                .isInstanceOf(StartupException.class)
                .hasMessageContaining("kafka.ssl.");
    }

    private static Settings settings(Map<String, Object> client) {
        Map<String, String> values = new HashMap<>(Map.of("topics.create", "never", "topics.partitions", "1"));
        client.forEach((key, value) -> values.put("kafka." + key, value.toString()));
        return Settings.of(CommonSettings.definition(0), values);
    }
}
