package io.slidestream.servicekit.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HostRuleTest {
    private final HostRule loopback = HostRule.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 8080));
    private final HostRule everywhere = HostRule.of(new InetSocketAddress(8080));

    @ParameterizedTest
    @ValueSource(strings = {"localhost", "LOCALHOST:8080", "127.0.0.1", "127.0.0.1:1", "[::1]", "[::1]:8080"})
    void loopbacksNames_areAnsweredEverywhere(String host) {
        assertThat(loopback.allows(host)).isTrue();
        assertThat(everywhere.allows(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.3.7:8080",
                "[fd00::7]:8080",
                "tiler:8080",
                "tiler.lab.svc:8080",
                "tiler.lab.svc.cluster.local",
                "pathology.local"
            })
    void namesThatNobodyCanRegister_areAnsweredWhereOthersReachUs(String host) {
        assertThat(everywhere.allows(host)).isTrue();
        assertThat(loopback.allows(host)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rebind.evil.example",
                "rebind.evil.example:8080",
                "127.0.0.1.evil.example",
                "localhost.evil.example:8080",
                "evil.example:x",
                "evil.example.",
                "",
                ":8080",
                "[evil.example]",
                "local.evil.example"
            })
    void namesOfOthers_areNot(String host) {
        assertThat(everywhere.allows(host)).isFalse();
        assertThat(loopback.allows(host)).isFalse();
    }

    @Test
    void noHost_isNoBrowser_andIsAnswered() {
        assertThat(everywhere.allows(null)).isTrue();
        assertThat(loopback.allows(null)).isTrue();
    }
}
