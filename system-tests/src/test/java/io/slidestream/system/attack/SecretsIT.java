package io.slidestream.system.attack;

import static org.assertj.core.api.Assertions.assertThat;

import io.slidestream.system.Checkout;
import io.slidestream.system.Child;
import io.slidestream.testkit.FreePort;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Passwords among the settings. */
@Attack
class SecretsIT {
    @Test
    void secretsOfSettings_areNotLogged_norSaidInFaults() throws Exception {
        Map<String, String> environment = Map.of(
                "SLIDESTREAM_BUCKET", "s3://slides",
                "SLIDESTREAM_MODEL", Checkout.path("models/crc-nine-class").toString(),
                "SLIDESTREAM_S3_ENDPOINT", "http://me:SECRET1@127.0.0.1:9/?key=SECRET2",
                "SLIDESTREAM_TRACING_ENDPOINT", "http://me:SECRET3@127.0.0.1:9/v1/traces",
                "SLIDESTREAM_KAFKA_BOOTSTRAP_SERVERS", "127.0.0.1:9",
                "SLIDESTREAM_KAFKA_SASL_JAAS_CONFIG", "Login required password=\"SECRET4\";",
                "SLIDESTREAM_HTTP_ADDRESS", "127.0.0.1:" + FreePort.pick());
        try (Child tiler = Child.java(environment, List.of(), Checkout.jar("tiler-service"))) {
            tiler.lineWith("starts with ");
            assertThat(tiler.output()).contains("[hidden]").doesNotContain("SECRET");
        }
    }
}
