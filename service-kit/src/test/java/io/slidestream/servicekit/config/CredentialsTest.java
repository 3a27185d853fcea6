package io.slidestream.servicekit.config;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CredentialsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://me:SECRET@collector:4318/v1/traces | http://[hidden]@collector:4318/v1/traces",
                "https://SECRET@host/ | https://[hidden]@host/",
                "http://me:SE@CRET@host/a@b | http://[hidden]@host/a@b",
                "https://host/x?api_key=SECRET&y=1#z | https://host/x?[hidden]#z",
                "cannot reach http://a:SECRET@b/?t=SECRET now | cannot reach http://[hidden]@b/?[hidden] now",
                "http://collector:4318/v1/traces | http://collector:4318/v1/traces",
                "s3://bucket/a@b | s3://bucket/a@b",
                "me@host | me@host",
            })
    void secretsOfUrls_areHidden(String text, String shown) {
        assertThat(Credentials.hidden(text)).isEqualTo(shown);
    }
}
