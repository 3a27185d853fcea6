package io.slidestream.contracts;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoldenBytesTest {
    static Set<String> names() {
        return new TreeSet<>(Samples.ALL.keySet());
    }

    @ParameterizedTest
    @MethodSource("names")
    void bytesOfEachMessageArePinned(String name) {
        assertThat(hex(encoded(sample(name)))).isEqualTo(hex(Samples.golden(name)));
    }

    @ParameterizedTest
    @MethodSource("names")
    void goldenBytesReadAsTheMessage(String name) throws MalformedMessageException {
        assertThat(sample(name).topic().codec().decode(Samples.golden(name)))
                .isEqualTo(sample(name).message());
    }

    /** Cut or damaged bytes give a message or a MalformedMessageException, never another failure. */
    @ParameterizedTest
    @MethodSource("names")
    void damagedBytesAreMalformedOrAnotherMessage(String name) {
        Codec<?> codec = sample(name).topic().codec();
        byte[] golden = Samples.golden(name);
        int malformed = 0;
        for (int i = 0; i < golden.length; i++) {
            malformed += isMalformed(codec, Arrays.copyOf(golden, i)) ? 1 : 0;
            for (int flip : new int[] {0x01, 0x80, 0xff}) {
                byte[] damaged = golden.clone();
                damaged[i] ^= (byte) flip;
                malformed += isMalformed(codec, damaged) ? 1 : 0;
            }
        }
        assertThat(malformed).isGreaterThan(golden.length);
    }

    @Test
    void bytesOfOtherThings_areMalformedOnEveryTopic() {
        for (Topic<?> topic : Topic.all()) {
            for (byte[] bytes :
                    List.of(new byte[0], "not a message".getBytes(java.nio.charset.StandardCharsets.UTF_8))) {
                assertThat(isMalformed(topic.codec(), bytes))
                        .as("%s of %d bytes", topic.name(), bytes.length)
                        .isTrue();
            }
        }
    }

    private static Samples.Sample<?> sample(String name) {
        return java.util.Objects.requireNonNull(Samples.ALL.get(name));
    }

    private static <T> byte[] encoded(Samples.Sample<T> sample) {
        return sample.topic().codec().encode(sample.message());
    }

    private static boolean isMalformed(Codec<?> codec, byte[] bytes) {
        try {
            codec.decode(bytes);
            return false;
        } catch (MalformedMessageException e) {
            assertThat(e).hasMessageStartingWith("not a ");
            return true;
        }
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
